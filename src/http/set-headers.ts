/** Headers of an answer that is yet to be sent. */

/** What Fastify's reply is here: it can be awaited, but setting its headers is no work that could fail later. */
type Headed = { headers(values: Readonly<Record<string, number | string>>): unknown };

/** Sets them, in the place of those of the same names. */
export function setHeaders(reply: Headed, values: Readonly<Record<string, number | string>>): void {
  reply.headers(values);
}
