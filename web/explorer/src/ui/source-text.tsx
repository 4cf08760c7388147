import { useMemo } from 'react';
import { withParams } from '../router';
import { CodePoints } from './code-points';
import { Link } from './link';

/** Places in code points. */
export type Span = { start: number; end: number };
export type Sentence = Span & { line: number; used: boolean };

type Piece = { text: string; sentence: Sentence | null; marked: boolean };
type Line = { number: number; pieces: Piece[] };

/**
 * The text of a source, line by line. Sentences that support facts are links to
 * themselves and softly underlined, but for compact text, which is for its marks.
 */
export function SourceText({ text, sentences, marks, compact }: { text: string; sentences: Sentence[]; marks: Span[]; compact?: boolean }) {
  const lines = useMemo(() => cut(text, sentences, marks), [text, sentences, marks]);
  return (
    <div className={compact ? 'source-text compact' : 'source-text'}>
      {lines.map(line => (
        <span className="line" key={line.number} data-line={line.pieces.length > 0 ? line.number : undefined}>
          {line.pieces.map((piece, i) => (
            <PieceOf key={i} piece={piece} linked={!compact} />
          ))}
        </span>
      ))}
    </div>
  );
}

function PieceOf({ piece, linked }: { piece: Piece; linked: boolean }) {
  const content = piece.marked ? <mark>{piece.text}</mark> : piece.text;
  if (!piece.sentence?.used || !linked) return content;
  return (
    <Link className="supported" href={withParams({ sentence: piece.sentence.start, fact: null })}>
      {content}
    </Link>
  );
}

function cut(text: string, sentences: Sentence[], marks: Span[]): Line[] {
  const points = new CodePoints(text);
  const edges = new Set<number>();
  for (const span of [...sentences, ...marks]) edges.add(span.start).add(span.end);
  const sorted = [...edges].sort((a, b) => a - b);
  let start = 0;
  return text.split('\n').map((content, i) => {
    const end = start + new CodePoints(content).length;
    const bounds = [start, ...sorted.filter(edge => edge > start && edge < end), end];
    const pieces: Piece[] = [];
    for (let k = 0; k + 1 < bounds.length; k++) {
      const [from, to] = [bounds[k]!, bounds[k + 1]!];
      if (from === to) continue;
      const within = (span: Span) => span.start <= from && to <= span.end;
      pieces.push({ text: points.slice(from, to), sentence: sentences.find(within) ?? null, marked: marks.some(within) });
    }
    start = end + 1;
    return { number: i + 1, pieces };
  });
}
