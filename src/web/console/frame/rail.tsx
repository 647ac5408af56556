/** The way from page to page: at the left, or below on a phone. */
import { Link } from '@tanstack/react-router';
import { Activity, BookUser, CalendarClock, Headphones, PhoneCall, Settings } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { Role } from '#realtime/agent/protocol.ts';
import logo from '../icon.svg?url';
import { offers, voicemails } from '../link/mine.ts';
import { useDeskState } from '../link/use-desk.ts';
import { say } from '../parts/language.ts';
import { Count } from '../parts/mark.tsx';
import { sectionsFor } from '../settings/sections.ts';

/** The rail. What a role cannot do is not there. */
export function Rail({ role, workspace }: { readonly role: Role; readonly workspace: string }): ReactElement {
  return (
    <nav
      aria-label={say('frame.pages')}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:flex md:w-16 md:shrink-0 md:flex-col md:border-t-0 md:border-r lg:w-52"
    >
      <div className="hidden h-14 items-center gap-2.5 px-4 md:flex">
        <img src={logo} alt="" width={30} height={30} />
        <span className="line-clamp-2 min-w-0 text-sm leading-tight font-semibold max-lg:sr-only">{workspace}</span>
      </div>
      <div className="flex md:flex-col md:gap-1 md:px-2 md:pt-2">
        <Entry to="/desk" icon={<Headphones aria-hidden />} word={say('frame.desk')} badge={<Waiting />} />
        {role === 'agent' ? null : <Entry to="/live" icon={<Activity aria-hidden />} word={say('frame.live')} />}
        <Entry to="/calls" icon={<PhoneCall aria-hidden />} word={say('frame.calls')} />
        <Entry to="/scheduled" icon={<CalendarClock aria-hidden />} word={say('frame.scheduled')} />
        <Entry to="/contacts" icon={<BookUser aria-hidden />} word={say('frame.contacts')} />
        {sectionsFor(role).length === 0 ? null : (
          <Entry to="/settings" icon={<Settings aria-hidden />} word={say('frame.settings')} />
        )}
      </div>
    </nav>
  );
}

function Entry({
  to,
  icon,
  word,
  badge,
}: {
  readonly to: '/desk' | '/live' | '/calls' | '/scheduled' | '/contacts' | '/settings';
  readonly icon: ReactNode;
  readonly word: string;
  readonly badge?: ReactNode;
}): ReactElement {
  return (
    <Link
      to={to}
      className="group relative flex min-h-14 grow flex-col items-center justify-center gap-0.5 text-xs text-quiet hover:text-ink md:min-h-11 md:flex-row md:justify-start md:gap-3 md:rounded-lg md:px-3.5 md:text-[0.9375rem] md:hover:bg-sunken [&_svg]:size-5"
      activeProps={{ className: 'font-medium text-accent-ink! md:bg-accent-soft!' }}
    >
      {icon}
      <span className="md:max-lg:sr-only">{word}</span>
      <span className="absolute top-1.5 left-[calc(50%+0.5rem)] md:max-lg:top-0.5 md:max-lg:left-8 lg:static lg:ml-auto">
        {badge}
      </span>
    </Link>
  );
}

/** How much waits for me at the desk. */
function Waiting(): ReactElement | null {
  const { world } = useDeskState();
  if (world === null) return null;
  const unread = [...world.conversations.values()].filter((each) => each.isUnread).length;
  const waiting = offers(world).length + voicemails(world).length + world.choices.size + unread;
  if (waiting === 0) return null;
  return (
    <>
      <Count of={waiting} tone={offers(world).length > 0 ? 'bad' : 'calm'} />
      <span className="sr-only">{say('frame.waiting')}</span>
    </>
  );
}
