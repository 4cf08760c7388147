import type { Question } from '../types';

/** What was answered; null for "I don't know". */
export type Given = { options: number[] } | { matches: string[] } | { text: string } | null;

/**
 * A text as answers are compared: without case, accents, punctuation, and the
 * article before it. A text of nothing else is compared as it is.
 */
export function fold(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return words.replace(/^(the|an?) (?=.)/, '') || text.trim();
}

export function isRight(question: Question, given: Given): boolean {
  if (given === null) return false;
  if ('text' in given) {
    const answer = fold(given.text);
    return question.accepted.some(accepted => fold(accepted) === answer);
  }
  if ('matches' in given) return question.pairs.every((pair, i) => pair.answer === given.matches[i]);
  if (question.form === 'ORDERING') return question.order.every((at, i) => question.options[at]?.text === question.options[given.options[i]!]?.text);
  const chosen = new Set(given.options);
  return question.options.every((option, i) => option.correct === chosen.has(i));
}

/** What was answered, in words. */
export function inWords(question: Question, given: Given): string {
  if (given === null) return 'No answer';
  if ('text' in given) return given.text;
  if ('matches' in given) return question.pairs.map((pair, i) => `${pair.prompt} → ${given.matches[i]}`).join('; ');
  return given.options.map(i => question.options[i]?.text ?? '').join(question.form === 'ORDERING' ? ' → ' : '; ');
}

/** The words to match with, in an order that tells nothing. */
export function matchWords(question: Question): string[] {
  return [...new Set(question.pairs.map(pair => pair.answer))].sort((a, b) => a.localeCompare(b, 'en'));
}
