import type { Fact } from '../../api/types';
import { date } from '../../ui/format';
import { gradeWord } from '../../ui/grade';
import { sentenceFrom } from './group';

/** The sentence with what supports it, to be pasted into a memo. */
export function citation(fact: Fact, entity: string): string {
  const said = fact.evidence.map(({ quote, source, line, grade }) => {
    const reviewed = source.reviewedOn ? `, reviewed ${date(source.reviewedOn)}` : '';
    return `“${quote.replace(/\s+/g, ' ')}” (${source.title}, ${source.publisher}${reviewed}, line ${line}; ${gradeWord(grade)})`;
  });
  return [`${sentenceFrom(fact, entity)}.`, ...said].join(' ');
}
