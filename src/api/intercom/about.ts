import type { RateLimit } from '#http/limits.ts';

/** What the reference says before the operations. */
export function about({ limit, windowSeconds }: RateLimit): string {
  return `
Intercom's Calls, Fin Voice and phone call redirects: read calls with their recordings and transcripts, announce calls to Fin, and switch a phone call to the Messenger.

* **Credentials**: an API token as \`Bearer\`. Clients before 6.0 send it as the user of HTTP Basic, which is taken too.
* **Versions**: every published \`Intercom-Version\` is answered alike; an unknown one is 400.
* **Lists** come in pages: \`page\` and \`per_page\`; \`pages.next\` leads on.
* **Errors** are \`error.list\` with a \`code\`, a \`message\` and the \`request_id\`.
* **Rate limit**: ${limit} requests in ${windowSeconds} seconds for a workspace; every answer says what is left in \`X-RateLimit-Remaining\`.
* Everything else is called as at the vendor: change the base URL. Where its documents contradict themselves, docs/readings.md says what holds.
`.trim();
}
