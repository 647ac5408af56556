/** The data of server-sent events, as they come. Source: WHATWG HTML, "Server-sent events", "Parsing". */

/** The longest line; one more byte is a fault of the server. Characters. */
const MAX_LINE = 100_000;

/** A line was too long. */
export class EventStreamError extends Error {
  override readonly name = 'EventStreamError';
}

/** Each event's data; comments, names and ids are left out. An event that breaks off is none. */
export async function* readEvents(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  for await (const part of parts) {
    rest += decoder.decode(part, { stream: true });
    // A CR at the end may be half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new EventStreamError('A line of an event stream was too long.');
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      if (line !== '' || data.length === 0) continue;
      yield data.join('\n');
      data = [];
    }
  }
}
