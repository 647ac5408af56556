/**
 * What a page shows, as a value. It changes nothing by itself: what can be pressed is named by the action that it leads
 * to.
 */
import type { Action } from './state.ts';

/** One element. */
export type Element = {
  readonly tag: string;
  /** Tells it from its siblings; without it, its tag and its place do. */
  readonly key: string | null;
  /** False and null: not there. True: there, without a value. */
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly children: readonly Content[];
  readonly does: Doing;
};

/** What stands in an element. */
export type Content = Element | string;

/** The fields of a form by their names. */
export type Fields = Readonly<Record<string, string>>;

/** What comes of the reader's hand. */
export type Doing = {
  readonly press?: Action;
  readonly change?: (value: string) => Action;
  readonly submit?: (fields: Fields) => Action;
  /** A digit was typed while the focus was inside. */
  readonly digit?: (digit: string) => Action;
};

type Child = Content | null | readonly (Content | null)[];
type Options = Doing & { readonly key?: string; readonly is?: Element['attributes'] };

/** Makes an element. Null children are left out, lists laid flat. */
export function element(tag: string, { key, is, ...does }: Options, ...children: readonly Child[]): Element {
  const content = children.flat().filter((child): child is Content => child !== null);
  return { tag, key: key ?? null, attributes: is ?? {}, children: content, does };
}

/** All that is read of it, for anyone who looks at a screen without a browser. */
export function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return content.children.map(textOf).join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The elements in it, itself first, in the order of the document. */
export function elementsIn(content: Content): Element[] {
  return typeof content === 'string' ? [] : [content, ...content.children.flatMap(elementsIn)];
}
