import { Cite, place } from './cite';
import type { Citation } from './types';

/** The numbers after a sentence; each leads to the words it rests on. */
export function Marks({ numbers, notes }: { numbers: number[]; notes: Citation[] }) {
  return (
    <sup className="marks">
      {numbers.map(number => {
        const citation = notes[number - 1];
        if (!citation) return null;
        return (
          <Cite key={number} citation={citation} label={`Footnote ${number}: ${place(citation)}`}>
            {number}
          </Cite>
        );
      })}
    </sup>
  );
}

/** The footnotes, in full. */
export function Notes({ notes, label }: { notes: Citation[]; label: string }) {
  if (notes.length === 0) return null;
  return (
    <ol className="notes" aria-label={label}>
      {notes.map((citation, i) => (
        <li key={i} value={i + 1}>
          <span className="notes-number" aria-hidden="true">
            {i + 1}
          </span>
          <span>
            <q>{oneLine(citation.quote)}</q> <Cite citation={citation} />
          </span>
        </li>
      ))}
    </ol>
  );
}

export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Gives citations numbers in the order in which they are first met. */
export class Numbering {
  readonly notes: Citation[] = [];
  private readonly known = new Map<string, number>();

  of(citations: Citation[]): number[] {
    return [...new Set(citations.map(one => this.number(one)))];
  }

  private number(citation: Citation): number {
    const key = `${citation.source}\n${citation.line}\n${citation.quote}`;
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.notes.push(citation);
      this.known.set(key, number);
    }
    return number;
  }
}
