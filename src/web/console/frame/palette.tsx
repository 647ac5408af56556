/** Everything by name: Ctrl or Cmd and K. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { Role } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import { say } from '../parts/language.ts';
import { sayRefusal } from '../parts/notice.tsx';
import type { Order } from './found.ts';
import { useFound } from './found.ts';
import { nameOfSection } from '../settings/section-name.ts';
import { sectionsFor } from '../settings/sections.ts';

/** The dialog. */
export function Palette({
  isOpen,
  close,
  role,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly role: Role;
}): ReactElement {
  const [text, setText] = useState('');
  const orders = [...useOrders(role), ...useFound(isOpen ? text : '', role)];
  const choose = (order: Order): void => {
    setText('');
    close();
    order.run();
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Dialog.Popup
          aria-label={say('frame.commands')}
          className="fixed inset-x-3 top-[14vh] z-50 mx-auto flex max-h-[60vh] max-w-md animate-rise flex-col overflow-hidden rounded-2xl border border-line bg-raised shadow-lift"
        >
          <Autocomplete.Root
            open
            inline
            items={orders}
            value={text}
            onValueChange={setText}
            // What the server found is found by more than its name.
            filter={(order: Order, sought: string) =>
              order.isFound === true || order.value.toLowerCase().includes(sought.trim().toLowerCase())
            }
            autoHighlight="always"
          >
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search aria-hidden className="size-4.5 shrink-0 text-quiet" />
              <Autocomplete.Input
                aria-label={say('frame.palette.search')}
                placeholder={say('frame.palette.placeholder')}
                className="min-h-13 w-full bg-transparent outline-none"
              />
            </div>
            <Autocomplete.Empty className="px-4 py-3 text-sm text-quiet empty:hidden">
              {say('frame.palette.nothing')}
            </Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 overflow-y-auto p-1.5 empty:hidden">
              {(order: Order) => (
                <Autocomplete.Item
                  key={`${order.value} ${order.about ?? ''}`}
                  value={order}
                  onClick={() => choose(order)}
                  className="flex min-h-10 items-center rounded-lg px-3 outline-none select-none data-highlighted:bg-sunken"
                >
                  <span className="min-w-0 grow truncate">{order.value}</span>
                  {order.about === undefined ? null : (
                    <span className="shrink-0 pl-3 text-sm text-quiet tabular-nums">{order.about}</span>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useOrders(role: Role): readonly Order[] {
  const navigate = useNavigate();
  const desk = useDesk();
  const status = (word: 'available' | 'unavailable' | 'break') => (): void =>
    void desk.send({ type: 'status', status: word }).then(sayRefusal);
  return [
    { value: say('frame.order.desk'), run: () => void navigate({ to: '/desk' }) },
    ...(role === 'agent' ? [] : [{ value: say('frame.order.live'), run: () => void navigate({ to: '/live' }) }]),
    { value: say('frame.order.calls'), run: () => void navigate({ to: '/calls' }) },
    { value: say('frame.order.contacts'), run: () => void navigate({ to: '/contacts' }) },
    ...sectionsFor(role).map(({ at }) => ({
      value: say('frame.order.settings', { page: nameOfSection(at) }),
      run: () => void navigate({ to: at }),
    })),
    { value: say('frame.order.dial'), run: () => void navigate({ to: '/desk', search: { dial: '' } }) },
    { value: say('frame.order.available'), run: status('available') },
    { value: say('frame.order.break'), run: status('break') },
    { value: say('frame.order.unavailable'), run: status('unavailable') },
    { value: say('frame.order.missed'), run: () => void navigate({ to: '/calls', search: { show: 'missed' } }) },
    { value: say('frame.order.voicemails'), run: () => void navigate({ to: '/calls', search: { show: 'voicemail' } }) },
  ];
}
