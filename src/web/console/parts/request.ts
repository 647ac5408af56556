/** Answers of our own server, read, or thrown as something to show. */

/** The server said no. The message is for people. */
class RequestError extends Error {
  override name = 'RequestError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Whether the server said that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof RequestError && error.status === 404;
}

/** The answer's JSON. */
export async function readJson<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => null);
  // The server is ours; what it answers with success is typed by the caller.
  if (response.ok && body !== null) return body as T;
  throw new RequestError(response.status, sentenceOf(response, body));
}

/** Asks for JSON. */
export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: 'application/json' } }).catch(() => null);
  if (response === null) throw new RequestError(0, 'There is no connection to the server.');
  return readJson<T>(response);
}

/** Sends JSON, and reads the answer's. */
export async function sendJson<T>(method: 'POST' | 'PATCH', url: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) }).catch(() => null);
  if (response === null) throw new RequestError(0, 'There is no connection to the server.');
  return readJson<T>(response);
}

function sentenceOf(response: Response, body: unknown): string {
  const said = body !== null && typeof body === 'object' && 'message' in body ? String(body.message) : null;
  const id = response.headers.get('x-request-id');
  const sentence = said ?? `The server answered ${response.status}. Try again in a moment.`;
  return response.status >= 500 && id !== null ? `${sentence} (request ${id})` : sentence;
}
