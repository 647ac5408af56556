/** Puts screens into the document, changing only what differs, so that the focus and half-filled fields stay. */
import type { Content, Element as Wanted, Fields } from './element.ts';
import type { Action } from './state.ts';

const SVG = 'http://www.w3.org/2000/svg';
const VECTORS = new Set(['svg', 'path']);

type Tell = (action: Action) => void;

/** Shows one content after the other in the same place; whatever was there before goes. */
export function createStage(place: HTMLElement, tell: Tell): { show(content: readonly Content[]): void } {
  const shown = new WeakMap<Node, Wanted>();

  const create = (content: Content): Node => {
    if (typeof content === 'string') return document.createTextNode(content);
    const made = VECTORS.has(content.tag)
      ? document.createElementNS(SVG, content.tag)
      : document.createElement(content.tag);
    listen(made, () => shown.get(made)?.does ?? {}, tell);
    return made;
  };

  const update = (node: Node, content: Content): void => {
    if (typeof content === 'string') {
      if (node.nodeValue !== content) node.nodeValue = content;
      return;
    }
    // Only elements are made for what is no text.
    write(node as Element, shown.get(node)?.attributes ?? {}, content.attributes);
    shown.set(node, content);
    fill(node, content.children);
  };

  const keyOf = (node: Node, at: number): string => {
    const known = shown.get(node);
    return known === undefined ? `#text ${at}` : keyed(known, at);
  };

  const fill = (parent: Node, content: readonly Content[]): void => {
    const before = new Map([...parent.childNodes].map((node, at) => [keyOf(node, at), node]));
    const wanted = content.map((each, at) => [each, before.get(keyed(each, at))] as const);
    const kept = new Set(wanted.map(([, node]) => node));
    for (const node of before.values()) if (!kept.has(node)) node.remove();
    wanted.forEach(([each, known], at) => {
      const node = known ?? create(each);
      const there = parent.childNodes[at] ?? null;
      if (there !== node) parent.insertBefore(node, there);
      update(node, each);
    });
  };

  place.replaceChildren();
  return { show: (content) => fill(place, content) };
}

function keyed(content: Content, at: number): string {
  return typeof content === 'string' ? `#text ${at}` : `${content.tag} ${content.key ?? at}`;
}

function write(node: Element, before: Wanted['attributes'], after: Wanted['attributes']): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = after[name] ?? false;
    if (value === (before[name] ?? false)) continue;
    if (value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

function listen(node: Element, does: () => Wanted['does'], tell: Tell): void {
  node.addEventListener('click', () => {
    const { press } = does();
    if (press !== undefined) tell(press);
  });
  node.addEventListener('change', (event) => {
    const { change } = does();
    if (change !== undefined && event.target instanceof HTMLSelectElement) tell(change(event.target.value));
  });
  node.addEventListener('submit', (event) => {
    const { submit } = does();
    event.preventDefault();
    if (submit !== undefined && event.target instanceof HTMLFormElement) tell(submit(fieldsOf(event.target)));
  });
  node.addEventListener('keydown', (event) => {
    const { digit } = does();
    if (digit === undefined || !(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (!/^[\d*#]$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    tell(digit(event.key));
  });
}

function fieldsOf(form: HTMLFormElement): Fields {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  );
}
