/** The keypad: tones into the call, by pointer or by typing. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import { Dialog } from '../parts/dialog.tsx';
import { afterKey, NOTHING_PRESSED } from './keys.ts';
import { say } from '../parts/language.ts';

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

/** The dialog. */
export function Keypad({
  call,
  isOpen,
  close,
}: {
  readonly call: CallView;
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactElement {
  const desk = useDesk();
  const [keys, setKeys] = useState(NOTHING_PRESSED);
  const press = (digit: string): void => {
    void desk
      .send({ type: 'digits', callId: call.id, digits: digit })
      .then((reply) => setKeys((before) => afterKey(before, digit, reply)));
  };
  const typed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || !/^[\d*#]$/.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  return (
    <Dialog title={say('desk.keypad')} description={say('desk.tones')} isOpen={isOpen} close={close}>
      <div className="mx-auto max-w-68" onKeyDown={typed}>
        <output
          aria-label={say('desk.sent')}
          className="mb-3 block min-h-9 text-center text-2xl tracking-widest tabular-nums"
        >
          {keys.sent}
        </output>
        {keys.refusal === null ? null : (
          <p role="alert" className="mb-3 text-center text-sm text-danger-ink">
            {keys.refusal}
          </p>
        )}
        <div className="grid grid-cols-3 gap-2.5">
          {KEYS.map(([digit, letters]) => (
            <button
              key={digit}
              type="button"
              aria-label={digit === '*' ? say('desk.star') : digit === '#' ? say('desk.hash') : undefined}
              onClick={() => press(digit)}
              className="flex min-h-14 flex-col items-center justify-center rounded-xl border border-line bg-surface hover:border-edge hover:bg-sunken"
            >
              <span className="text-xl leading-6 font-medium">{digit}</span>
              <span aria-hidden className="text-[0.625rem] leading-3 tracking-widest text-quiet">
                {letters}
              </span>
            </button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
