/**
 * What all pages have in common: escaping, the frame, the style, the headers. A plain page runs no script; none asks
 * anyone else for anything.
 */
import { createHash } from 'node:crypto';

/** Markup that was escaped where it had to be. */
export type Html = { readonly markup: string };

/** What can stand in a page. Text is escaped; a list is one after the other. */
type Part = string | number | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes markup: whatever is put into it is escaped, unless it is markup itself. Attribute values must stand in quotes.
 * Not called `html`, because formatters would lay out what it holds, and whitespace counts here: the style's hash is in
 * a header.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.map((string, place) => string + (place < parts.length ? write(parts[place] ?? '') : ''));
  return { markup: pieces.join('') };
}

function write(part: Part): string {
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map((each) => each.markup).join('');
  return String(part).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Contrast is at least 4.5 to 1 in both schemes, 7 to 1 for running text. */
const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f4f5f7; --text: #1c2430; --quiet: #55606e; --line: #d5dae1; --link: #0b57b0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181f; --raised: #1d232c; --text: #e8ebef; --quiet: #a3adba; --line: #38414d; --link: #8ab8f5; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 46rem; margin: 0 auto; padding: clamp(1.25rem, 5vw, 3.5rem) clamp(1rem, 5vw, 2rem); }
h1 { margin: 0 0 .5rem; font-size: clamp(1.5rem, 5vw, 2rem); line-height: 1.2; letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.125rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
code, pre { font: .875rem/1.6 ui-monospace, monospace; }
pre { margin: 0 0 1rem; padding: .875rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); white-space: pre-wrap; }
dl { margin: 0 0 1rem; border-top: 1px solid var(--line); }
dl > div { padding: .75rem 0; border-bottom: 1px solid var(--line); }
dl > div:target { background: var(--raised); box-shadow: -.75rem 0 var(--raised), .75rem 0 var(--raised); }
dt { font-weight: 600; }
dd { margin: 0; }
ul { margin: 0 0 1rem; padding-left: 1.25rem; }
`.trim();

/**
 * Of a page that adds a style of its own to the common one. The style is allowed by its hash, and nothing else at all.
 */
export function headersFor(style: string) {
  const hash = createHash('sha256')
    .update(STYLE + style)
    .digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
  } as const;
}

/** On every page without a style of its own. */
export const PAGE_HEADERS = headersFor('');

/** On everything that this server answers outside of the APIs. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** The whole document; `style` is the page's own, which `headersFor` allows. */
export function writePage(title: string, content: Html, style = '', lang = 'en'): string {
  // The style is ours and its hash is in the header, so it must stand as it is.
  const styles: Html = { markup: STYLE + style };
  return markup`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${styles}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.markup;
}

/**
 * Markup in the gap of a text: `say` is given something to fill the gap with, which the markup then takes the place of.
 */
export function around(say: (gap: string) => string, inside: Html): Html {
  const [before = '', after = ''] = say(GAP).split(GAP);
  return markup`${before}${inside}${after}`;
}

/** In no text. */
const GAP = '\u0000';
