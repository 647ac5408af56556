/** The caller page in small, in both schemes: what is typed shows at once. */
import type { CSSProperties, ReactElement } from 'react';
import type { Logo } from '#domain/directory/appearance.ts';
import type { Scheme, Shades } from '#domain/directory/colors.ts';
import { contrastOf, SCHEMES, shadesOf } from '#domain/directory/colors.ts';
import { locale, say } from '../../parts/language.ts';

/** The caller page's own colors: src/web/caller/page.css. */
const PAGE: Readonly<Record<Scheme, Readonly<Record<'ground' | 'raised' | 'text' | 'quiet' | 'line', string>>>> = {
  light: { ground: '#f3f5f8', raised: '#ffffff', text: '#1c2430', quiet: '#55606e', line: '#d5dae1' },
  dark: { ground: '#11151b', raised: '#1a2029', text: '#e8ebef', quiet: '#a3adba', line: '#343d49' },
};
/** What its buttons and links have without a color of the workspace's own: from there, too. */
const PLAIN: Readonly<Record<Scheme, Pick<Shades, 'accent' | 'onAccent'>>> = {
  light: { accent: '#0b57b0', onAccent: '#ffffff' },
  dark: { accent: '#8ab8f5', onAccent: '#0c1b2e' },
};

/** `color`: null is as the page comes. */
type Shown = { readonly name: string; readonly color: string | null; readonly logo: Logo | null };

function accents(scheme: Scheme, color: string | null): Pick<Shades, 'accent' | 'onAccent'> {
  return color === null ? PLAIN[scheme] : shadesOf(color, scheme);
}

/** Both, beside each other. */
export function Preview(shown: Shown): ReactElement {
  return (
    <section aria-label={say('appearance.preview')} className="grid grid-cols-2 gap-3">
      {SCHEMES.map((scheme) => (
        <figure key={scheme} className="flex min-w-0 flex-col gap-1.5">
          <SmallPage scheme={scheme} {...shown} />
          <figcaption className="text-sm text-quiet">
            {say(`appearance.contrast.${scheme}`, { contrast: contrastIn(scheme, shown.color) })}
          </figcaption>
        </figure>
      ))}
    </section>
  );
}

/** Of a link on the page, to one: `4.5`. */
function contrastIn(scheme: Scheme, color: string | null): string {
  const contrast = contrastOf(accents(scheme, color).accent, PAGE[scheme].raised);
  return contrast.toLocaleString(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function SmallPage({ scheme, name, color, logo }: Shown & { readonly scheme: Scheme }): ReactElement {
  const { ground, raised, text, quiet, line } = PAGE[scheme];
  const { accent, onAccent } = accents(scheme, color);
  const plate: CSSProperties = scheme === 'dark' ? { background: '#ffffff', padding: 6, borderRadius: 6 } : {};
  return (
    <div
      className="flex grow flex-col items-center gap-3 rounded-xl border border-line px-3 py-5 text-center"
      style={{ background: ground, color: text }}
    >
      {logo === null ? null : (
        <img alt="" src={`/app/appearance/logo?v=${logo.hash}`} className="max-h-11 max-w-full" style={plate} />
      )}
      <p className="max-w-full text-sm font-semibold wrap-anywhere" style={{ color: quiet }}>
        {name}
      </p>
      <div
        className="flex w-full flex-col items-center gap-3 rounded-xl border p-4"
        style={{ background: raised, borderColor: line }}
      >
        <span className="font-semibold">{say('appearance.callerTitle')}</span>
        <span
          className="grid size-18 place-items-center rounded-full text-sm font-semibold"
          style={{ background: accent, color: onAccent }}
        >
          {say('desk.call')}
        </span>
        <span className="text-sm underline" style={{ color: accent }}>
          {say('appearance.link')}
        </span>
      </div>
    </div>
  );
}
