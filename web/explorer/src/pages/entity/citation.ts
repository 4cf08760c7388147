import type { Evidence, Fact } from '../../api/types';
import { date } from '../../ui/format';
import { gradeWord } from '../../ui/grade';
import { sentenceFrom } from './group';

/** The sentence with what supports it, to be pasted into a memo. */
export const citation = (fact: Fact, entity: string) => cited(sentenceFrom(fact, entity), fact.evidence);

/** What of a quote a citation says. */
export type Cited = Pick<Evidence, 'quote' | 'source' | 'line' | 'grade'>;

export function cited(sentence: string, evidence: Cited[]): string {
  const said = evidence.map(({ quote, source, line, grade }) => {
    const reviewed = source.reviewedOn ? `, reviewed ${date(source.reviewedOn)}` : '';
    return `“${quote.replace(/\s+/g, ' ')}” (${source.title}, ${source.publisher}${reviewed}, line ${line}; ${gradeWord(grade)})`;
  });
  return [`${sentence}.`, ...said].join(' ');
}

/** A fact as rows of a table, one for each of its quotes. */
export function citationRows(fact: Fact, entity: string): (string | number)[][] {
  const begin = [fact.id, `${sentenceFrom(fact, entity)}.`, gradeWord(fact.grade)];
  if (fact.evidence.length === 0) return [[...begin, '', '', '']];
  return fact.evidence.map(({ quote, source, line }) => [...begin, quote, source.title, line]);
}
