import type { RateLimit } from '#http/limits.ts';

/** What the reference says before the operations. */
export function about({ limit, windowSeconds }: RateLimit): string {
  return `
The Calls API of Google CCAI Platform (UJET): place, queue and schedule calls, read them, and act on live ones.

* **Credentials**: HTTP Basic. The user is the workspace's subdomain, the password an API token.
* **Lists** come in pages: \`page\` and \`per\` (100 at most). The headers \`total\`, \`per-page\` and \`link\` lead on.
* **Errors** are \`{"message": "…"}\`, in the vendor's sentences.
* **Rate limit**: ${limit} requests in ${windowSeconds === 1 ? 'a second' : `${windowSeconds} seconds`} for a workspace; beyond it 429 with \`retry-after\`.
* Everything else is called as at the vendor: change the base URL. Where its documents contradict themselves, docs/readings.md says what holds.
`.trim();
}
