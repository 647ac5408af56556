/**
 * Single keys as short cuts. They rest while someone types, while a dialog is open, and when they are switched off
 * (WCAG 2.1.4).
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Key (lower case; `g d` is one after the other; `mod+k` with Ctrl or Cmd) -> what it does. */
export type Keys = Readonly<Record<string, () => void>>;

const OFF = 'patchbay.keys';
const SEQUENCE_MS = 1000;
const layers: { current: Keys }[] = [];
const listeners = new Set<() => void>();
let first: { readonly key: string; readonly at: number } | null = null;

/** Listens while the component is shown. What was shown last is asked first. */
export function useKeys(keys: Keys): void {
  const held = useRef(keys);
  useEffect(() => {
    held.current = keys;
  });
  useEffect(() => {
    layers.push(held);
    return () => void layers.splice(layers.indexOf(held), 1);
  }, []);
}

/** Whether single keys are on, and the switch. */
export function useKeysSwitch(): readonly [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(subscribe, areKeysOn);
  return [isOn, switchKeys];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function areKeysOn(): boolean {
  return localStorage.getItem(OFF) !== 'off';
}

function switchKeys(isOn: boolean): void {
  localStorage.setItem(OFF, isOn ? 'on' : 'off');
  for (const listener of listeners) listener();
}

/** Hears every key of the page; call it once. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    const name = nameOf(event);
    if (name === null) return;
    const isCommand = name.startsWith('mod+');
    if (!isCommand && (!areKeysOn() || isTyping(event.target) || document.querySelector('[role="dialog"]') !== null))
      return;
    const sequence = first !== null && Date.now() - first.at < SEQUENCE_MS ? `${first.key} ${name}` : null;
    const run = (sequence === null ? undefined : find(sequence)) ?? find(name);
    first = run === undefined ? { key: name, at: Date.now() } : null;
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
}

function find(name: string): (() => void) | undefined {
  return layers.findLast(({ current }) => Object.hasOwn(current, name))?.current[name];
}

function nameOf({ key, ctrlKey, metaKey, altKey, repeat, isComposing }: KeyboardEvent): string | null {
  if (repeat || isComposing || altKey || key.length !== 1) return null;
  return ctrlKey || metaKey ? `mod+${key.toLowerCase()}` : key.toLowerCase();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return (
    target.isContentEditable || target.matches('textarea, select, [role="slider"], [role="combobox"], [role="menu"] *')
  );
}
