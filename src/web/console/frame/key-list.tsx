/** The list of keys, and the switch that turns them off. A table with its dialog. */
import { Switch } from '@base-ui/react/switch';
import type { ReactElement } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { useKeysSwitch } from './keyboard.ts';
import { say } from '../parts/language.ts';

const KEYS = [
  ['A', 'answer'],
  ['D', 'decline'],
  ['M', 'mute'],
  ['H', 'hold'],
  ['K', 'keypad'],
  ['T', 'transfer'],
  ['X X', 'hangUp'],
  ['N', 'note'],
  ['E', 'wrapUp'],
  ['C', 'dial'],
  ['R', 'status'],
  ['G D', 'desk'],
  ['G L', 'live'],
  ['G C', 'calls'],
  ['J, K', 'list'],
  ['Space', 'play'],
  ['⌃K, ⌘K', 'commands'],
  ['?', 'shortcuts'],
] as const;

/** The dialog. */
export function KeyList({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }): ReactElement {
  const [isOn, switchKeys] = useKeysSwitch();
  return (
    <Dialog title={say('frame.keyboard')} description={say('frame.key.paused')} isOpen={isOpen} close={close}>
      <label className="mb-4 flex min-h-11 items-center justify-between gap-4 rounded-lg bg-sunken px-3.5 text-sm">
        {say('frame.key.single')}
        <Switch.Root
          checked={isOn}
          onCheckedChange={switchKeys}
          className="flex h-6 w-10 shrink-0 items-center rounded-full border border-edge bg-surface p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent"
        >
          <Switch.Thumb className="size-4.5 rounded-full bg-edge transition-transform data-checked:translate-x-4 data-checked:bg-on-accent" />
        </Switch.Root>
      </label>
      <dl className="grid grid-cols-1 gap-x-8 sm:grid-cols-2">
        {KEYS.map(([key, what]) => (
          <div key={key} className="flex items-center justify-between gap-3 border-b border-line py-2 text-sm">
            <dt>{say(`frame.key.${what}`)}</dt>
            <dd>
              <kbd className="rounded-md border border-line bg-sunken px-1.5 py-0.5 font-sans text-xs">
                {key === 'Space' ? say('frame.key.space') : key}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
