/** What people read at an address of this server that does not exist, or that failed. */
import { FAULTS } from '#http/fault.ts';
import type { Fault } from '#http/fault.ts';
import type { ApiResponse } from '#http/surface.ts';
import { markup, PAGE_HEADERS, SECURITY_HEADERS, writePage } from './page.ts';

type Words = readonly [title: string, sentence: string];

const NOT_UNDERSTOOD: Words = ['This address cannot be read', 'It may have been cut or changed when it was copied.'];
const UNAVAILABLE: Words = ['Temporarily unavailable', 'The server cannot answer at the moment. Try again soon.'];

const WORDS: { readonly [F in Fault]?: Words } = {
  not_found: ['Page not found', 'The address may have been typed wrongly, or the page has moved.'],
  method_not_allowed: ['This page takes no form', 'It can only be opened.'],
  forbidden: ['This link is invalid', 'It may have been cut when it was copied. Open the call again for a new one.'],
  unavailable: UNAVAILABLE,
  draining: UNAVAILABLE,
  internal: UNAVAILABLE,
};

/** The page for the fault, with its status; `words` where more is known than the fault. */
export function writeFaultPage(
  fault: Fault,
  requestId: string,
  [title, sentence]: Words = WORDS[fault] ?? NOT_UNDERSTOOD,
): ApiResponse {
  const body = markup`<h1>${title}</h1>
<p>${sentence}</p>
<p><a href="/">Patchbay</a> · <a href="/app">Console</a></p>
<p class="quiet">Request <code>${requestId}</code></p>`;
  return { status: FAULTS[fault], headers: { ...SECURITY_HEADERS, ...PAGE_HEADERS }, body: writePage(title, body) };
}
