import type { Grade as Name } from '../api/types';

const said: Record<Name, { word: string; meaning: string; dashes?: string }> = {
  STATED: { word: 'stated', meaning: 'The quote says it.' },
  CONSTRUED: { word: 'construed', meaning: 'It follows from the grammar of the quote.', dashes: '5 3' },
  CONTEXTUAL: { word: 'from context', meaning: 'It needs the heading or a neighbouring sentence.', dashes: '1.5 3' },
  EDITORIAL: { word: 'added by an editor', meaning: 'It is not in the source.', dashes: '0.5 6' },
};

export const gradeWord = (grade: Name) => said[grade].word;
export const gradeMeaning = (grade: Name) => said[grade].meaning;

/** How well a fact is known, in words, beside the line that pictures draw it with. */
export function Grade({ grade }: { grade: Name }) {
  const { word, meaning, dashes } = said[grade];
  return (
    <span className="grade" title={meaning}>
      <svg viewBox="0 0 22 6" aria-hidden="true">
        <line x1="1" y1="3" x2="21" y2="3" strokeDasharray={dashes} />
      </svg>
      {word}
    </span>
  );
}
