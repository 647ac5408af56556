import type { RateLimit } from '#http/limits.ts';

/** What the reference says before the operations. */
export function about({ limit, windowSeconds }: RateLimit): string {
  return `
vcita's VoiceCalls: report calls that were made elsewhere, read every call of the business, and its settings, quotas and figures.

* **Credentials**: an API token as \`Bearer\`: staff, app, directory or client. Each operation names the kinds that may use it.
* **Answers** are \`{"success": true, "data": …}\`, refusals \`{"success": false, "errors": […]}\`.
* **Rate limit**: ${limit} requests in ${windowSeconds} seconds for a business; beyond it 429.
* Everything else is called as at the vendor: change the base URL. Where its documents contradict themselves, docs/readings.md says what holds.
`.trim();
}
