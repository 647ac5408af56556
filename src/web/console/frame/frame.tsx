/** What stands around every page of the console: the rail, the bar at the top, the banner, the softphone. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Dock } from '../desk/dock.tsx';
import { createDesk } from '../link/desk.ts';
import type { Desk } from '../link/desk.ts';
import { offers } from '../link/mine.ts';
import { DeskContext, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say, useLanguage } from '../parts/language.ts';
import { Skeleton } from '../parts/states.tsx';
import type { Me } from '../sign-in/session.ts';
import { meQuery } from '../sign-in/session.ts';
import { announce, Announcer } from './announcer.tsx';
import { ConnectionBanner, ConnectionDot } from './connection.tsx';
import { useKeys } from './keyboard.ts';
import { KeyList } from './key-list.tsx';
import { OwnMenu } from './own-menu.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { StatusPicker } from './status-picker.tsx';
import { callerName } from '../parts/words.ts';

/** One desk a page, whatever is drawn again. */
let desk: { readonly agentId: number; readonly desk: Desk } | null = null;

function deskOf(agentId: number): Desk {
  if (desk?.agentId !== agentId) {
    desk?.desk.stop();
    desk = { agentId, desk: createDesk(agentId) };
  }
  return desk.desk;
}

/** As the keyboard in front of the reader writes it. */
function commandKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : say('frame.key.ctrlK');
}

/** The frame. */
export function Frame(): ReactElement | null {
  const { data: me } = useSuspenseQuery(meQuery);
  const lang = useLanguage();
  if (me === null) return null;
  return (
    <DeskContext value={deskOf(me.agent.id)}>
      {/* In another language everything is drawn anew; the desk, and the call that may continue, stay. */}
      <Inside key={lang} me={me} />
    </DeskContext>
  );
}

function Inside({ me }: { readonly me: Me }): ReactElement {
  const { world, link } = useDeskState();
  const navigate = useNavigate();
  const isAtDesk = useLocation().pathname.endsWith('/desk');
  const [open, setOpen] = useState<'keys' | 'palette' | null>(null);
  const close = (): void => setOpen(null);
  const go = (to: '/desk' | '/live' | '/calls') => (): void => void navigate({ to });
  useKeys({
    '?': () => setOpen('keys'),
    'mod+k': () => setOpen('palette'),
    'g d': go('/desk'),
    'g c': go('/calls'),
    ...(me.role === 'agent' ? {} : { 'g l': go('/live') }),
  });
  useOfferAnnouncements();
  useEffect(() => {
    if (link === 'signed_out') location.assign('/app/sign-in');
  }, [link]);

  return (
    <div className="flex min-h-dvh flex-col md:h-dvh md:flex-row">
      <a href="#main" className="sr-only z-50 bg-surface p-3 focus:not-sr-only focus:absolute">
        {say('frame.skip')}
      </a>
      <Rail role={me.role} workspace={me.workspace.name} />
      <div className="flex min-w-0 grow flex-col md:min-h-0">
        <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 sm:gap-3 md:px-5">
          <span className="min-w-0 grow truncate font-semibold md:hidden">{me.workspace.name}</span>
          <div className="grow max-md:hidden">
            <Button size="small" className="text-quiet" onClick={() => setOpen('palette')}>
              <Search aria-hidden />
              {say('frame.commands')}
              <kbd className="ml-3 font-sans text-xs">{commandKey()}</kbd>
            </Button>
          </div>
          <ConnectionDot />
          {world === null ? null : <StatusPicker world={world} />}
          <OwnMenu me={me} showKeys={() => setOpen('keys')} />
        </header>
        <ConnectionBanner />
        <main
          id="main"
          tabIndex={-1}
          className={`min-w-0 grow outline-none md:min-h-0 md:overflow-y-auto ${isAtDesk ? 'pb-20 md:pb-0' : 'pb-44 md:pb-36'}`}
        >
          {world === null ? <Skeleton label={say('frame.connecting')} /> : <Outlet />}
        </main>
      </div>
      {world === null || isAtDesk ? null : <Dock />}
      {world === null ? null : <Palette isOpen={open === 'palette'} close={close} role={me.role} />}
      <KeyList isOpen={open === 'keys'} close={close} />
      <Announcer />
    </div>
  );
}

/** Each call that rings is said once, when it begins. */
function useOfferAnnouncements(): void {
  const { world } = useDeskState();
  const said = useRef(new Set<string>());
  useEffect(() => {
    for (const call of world === null ? [] : offers(world)) {
      const key = `${call.id} ${call.offer?.until}`;
      if (said.current.has(key)) continue;
      said.current.add(key);
      announce(
        call.menu === null
          ? say('frame.ringing', { name: callerName(call) })
          : say('frame.ringingWay', { name: callerName(call), way: call.menu.path }),
        'assertive',
      );
    }
  }, [world]);
}
