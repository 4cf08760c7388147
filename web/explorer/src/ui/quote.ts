import { CodePoints } from './code-points';
import type { Span } from './source-text';

/** Where a quote that begins on a line stands in a text; null where the text does not have it. */
export function findQuote(text: string, line: number, quote: string): Span | null {
  if (quote === '') return null;
  let start = 0;
  for (let n = 1; n < line; n++) {
    const next = text.indexOf('\n', start);
    if (next < 0) break;
    start = next + 1;
  }
  let at = text.indexOf(quote, start);
  if (at < 0) at = text.indexOf(quote);
  if (at < 0) return null;
  const before = new CodePoints(text.slice(0, at)).length;
  return { start: before, end: before + new CodePoints(quote).length };
}
