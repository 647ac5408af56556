/** Colors as pages show them: a workspace's own, made readable in both schemes. Source: WCAG 2.2, 1.4.3 and 1.4.11. */

/** Contrast of text, and of what it stands on (WCAG AA). */
const READABLE = 4.5;

/** What the pages of callers stand on: of the two grounds of a scheme the one that is harder to read on. */
const GROUNDS = { light: '#f3f5f8', dark: '#1a2029' } as const;
const RAISED = { light: '#ffffff', dark: '#1a2029' } as const;
const TINT = { light: 0.12, dark: 0.22 } as const;

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The colors of a scheme: of buttons and links, of text on a button, and of what is marked. */
export type Shades = {
  readonly accent: string;
  readonly onAccent: string;
  readonly tint: string;
  /** The accent is not the color that was asked for: text in it could not be read. */
  readonly isAdapted: boolean;
};

type Rgb = readonly [red: number, green: number, blue: number];

/** `#rrggbb` in lower case, also of `#RRGGBB`; null for anything else. */
export function readColor(text: string): string | null {
  return /^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : null;
}

/** The shades of a color in a scheme: darker on a light ground, lighter on a dark one, as far as text needs it. */
export function shadesOf(color: string, scheme: Scheme): Shades {
  const toward: Rgb = scheme === 'light' ? [0, 0, 0] : [255, 255, 255];
  const asked = rgbOf(color);
  let accent = asked;
  for (let part = 0; part < 1 && contrast(accent, rgbOf(GROUNDS[scheme])) < READABLE;) {
    part += 0.02;
    accent = mixed(asked, toward, part);
  }
  const [white, ink]: readonly [Rgb, Rgb] = [[255, 255, 255], rgbOf('#10151c')];
  return {
    accent: hexOf(accent),
    onAccent: hexOf(contrast(accent, white) >= contrast(accent, ink) ? white : ink),
    tint: hexOf(mixed(rgbOf(RAISED[scheme]), accent, TINT[scheme])),
    isAdapted: hexOf(accent) !== color,
  };
}

/** The contrast of two colors, 1 to 21. Source: WCAG 2.2, "contrast ratio". */
export function contrastOf(one: string, other: string): number {
  return contrast(rgbOf(one), rgbOf(other));
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Source: WCAG 2.2, "relative luminance". */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(from: Rgb, to: Rgb, part: number): Rgb {
  const mix = (place: 0 | 1 | 2): number => Math.round(from[place] + (to[place] - from[place]) * Math.min(1, part));
  return [mix(0), mix(1), mix(2)];
}

function rgbOf(color: string): Rgb {
  const part = (at: number): number => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function hexOf(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
