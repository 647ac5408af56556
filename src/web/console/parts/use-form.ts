/**
 * A form whose value is the JSON that is sent: what was changed, what the server says is wrong with it, and beside
 * which field.
 */
import { useState } from 'react';
import type { FieldFault } from './request.ts';
import { fieldFaults, sentenceOf } from './request.ts';

export type Form<T extends object> = {
  readonly value: T;
  /** Sets some of the fields. */
  readonly set: (change: Partial<T>) => void;
  /** The fields that differ from what was opened. */
  readonly changes: Partial<T>;
  readonly isDirty: boolean;
  readonly isSending: boolean;
  /** What is wrong with the field at the pointer, or with something in it; null when nothing is. */
  readonly faultAt: (pointer: string) => string | null;
  /** What is wrong as a whole; null when nothing is. */
  readonly fault: string | null;
  /** Sends; answers whether it was taken. Then the form has what `send` answers, and what was typed meanwhile. */
  readonly submit: (
    send: (form: { readonly value: T; readonly changes: Partial<T> }) => Promise<T>,
  ) => Promise<boolean>;
  /** As it was opened. */
  readonly reset: () => void;
};

/** Keeps it. `opened` counts once: a list that is read anew does not write over what someone is typing. */
export function useForm<T extends object>(opened: T): Form<T> {
  const [base, setBase] = useState(opened);
  const [value, setValue] = useState(opened);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const changes = differing(base, value);
  const clear = (): void => {
    setFaults([]);
    setFault(null);
  };
  return {
    value,
    set: (change) => setValue((before) => ({ ...before, ...change })),
    changes,
    isDirty: Object.keys(changes).length > 0,
    isSending,
    faultAt: (pointer) => {
      const found = faults.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`));
      return found === undefined ? null : sentence(found.detail);
    },
    fault,
    async submit(send) {
      setSending(true);
      clear();
      try {
        const taken = await send({ value, changes });
        setBase(taken);
        setValue((now) => ({ ...taken, ...differing(value, now) }));
        return true;
      } catch (error) {
        setFaults(fieldFaults(error));
        setFault(sentenceOf(error));
        return false;
      } finally {
        setSending(false);
      }
    },
    reset() {
      setValue(base);
      clear();
    },
  };
}

/** The fields of `after` that are not as in `before`. */
function differing<T extends object>(before: T, after: T): Partial<T> {
  const fields = (Object.keys(after) as (keyof T)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(fields.map((name) => [name, after[name]])) as Partial<T>;
}

/** What schemas say -> as people read it. */
const SAID: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^must be <= /, 'must be at most '],
  [/^must be >= /, 'must be at least '],
  [/^must match format "date"$/, 'must be a date'],
  [/^must match pattern .*24:00.*$/, 'must be a time such as 09:30'],
  [/^must match pattern .*\\S.*$/, 'must not be empty'],
  [/^must not have fewer than 1 characters$/, 'must not be empty'],
  [/^must be integer$/, 'must be a whole number'],
];

/** `must be <= 3600` as people read it. */
function sentence(detail: string): string {
  const words = SAID.reduce((text, [pattern, said]) => text.replace(pattern, said), detail);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}
