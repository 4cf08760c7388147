/** Cuts a text by code points, as the server counts, not by UTF-16 units. */
export class CodePoints {
  private readonly starts: Uint32Array | null;

  constructor(readonly text: string) {
    this.starts = /[\ud800-\udbff]/.test(text) ? index(text) : null;
  }

  slice(start: number, end: number): string {
    const at = this.starts;
    if (!at) return this.text.slice(start, end);
    const last = this.text.length;
    return this.text.slice(at[start] ?? last, at[end] ?? last);
  }

  get length(): number {
    return this.starts?.length ?? this.text.length;
  }
}

function index(text: string): Uint32Array {
  const starts: number[] = [];
  for (let i = 0; i < text.length; i += text.codePointAt(i)! > 0xffff ? 2 : 1) starts.push(i);
  return Uint32Array.from(starts);
}
