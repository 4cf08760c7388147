/** An event of a stream of server-sent events. */
export type StreamEvent = { name: string; id: string; data: string };

/**
 * Reads server-sent events (HTML Living Standard, section 9.2) from a response.
 * Unlike EventSource, fetch can send a token.
 */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let event: StreamEvent & { lines: string[] } = { name: 'message', id: '', data: '', lines: [] };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop()!;
      for (const line of lines.map(one => one.replace(/\r$/, ''))) {
        if (line === '') {
          if (event.lines.length > 0) yield { name: event.name, id: event.id, data: event.lines.join('\n') };
          event = { name: 'message', id: event.id, data: '', lines: [] };
          continue;
        }
        const [, field, content = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line)!;
        if (field === 'event') event.name = content;
        else if (field === 'id') event.id = content;
        else if (field === 'data') event.lines.push(content);
      }
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}
