/**
 * What the reference adds to the style of all pages: lists of fields, and the index, beside the text where there is
 * room.
 */
export const REFERENCE_STYLE = `
main { max-width: 76rem; }
h3 { margin: 0 0 .25rem; font-size: 1.0625rem; line-height: 1.3; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h4 { margin: 1.25rem 0 .25rem; font-size: .875rem; }
section { padding: 1.5rem 0; border-bottom: 1px solid var(--line); scroll-margin-top: 1rem; }
.address { padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
h3 + .address { margin-top: .5rem; }
.address strong { margin-right: .375rem; color: var(--link); font: 600 .875rem/1.6 ui-monospace, monospace; }
.name { font-weight: 600; }
.fields { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.fields > li { padding: .5rem 0; border-bottom: 1px solid var(--line); }
.fields > li:last-child { border-bottom: 0; }
.fields .fields { margin: .5rem 0 0; padding-left: .875rem; border-top: 0; border-left: 2px solid var(--line); }
details { margin: .25rem 0 1rem; padding-left: .875rem; border-left: 2px solid var(--line); }
summary { padding: .25rem 0; color: var(--link); cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .25rem .75rem; background: var(--raised); }
nav { max-height: 18rem; margin: 1.5rem 0; padding: .75rem 1rem; overflow-y: auto; border: 1px solid var(--line); border-radius: 8px; }
nav h2 { margin: 0 0 .25rem; font-size: 1rem; }
nav p { margin: .75rem 0 0; font-size: .875rem; font-weight: 600; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li a { display: block; padding: .125rem 0; font-size: .875rem; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
@media (min-width: 64rem) {
  .reference { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 3rem; align-items: start; }
  nav { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); margin: 0; }
}
`.trim();
