/** What stands beside every page of the settings: the way from one to the next. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import { useEffect, useRef } from 'react';
import { say } from '../parts/language.ts';
import { meQuery } from '../sign-in/session.ts';
import { nameOfSection } from './section-name.ts';
import { sectionsFor } from './sections.ts';

/** How a line of the column looks. */
const LINE =
  'flex min-h-9 items-center rounded-lg px-3 text-[0.9375rem] whitespace-nowrap text-quiet lg:py-1.5 lg:leading-snug lg:whitespace-normal hover:bg-sunken hover:text-ink';

/** The frame: a column at the left, on a phone a line above that scrolls. */
export function SettingsFrame(): ReactElement {
  const { data: me } = useSuspenseQuery(meQuery);
  const list = useRef<HTMLUListElement>(null);
  useShownPage(list);
  return (
    <div className="flex min-h-full flex-col lg:flex-row">
      <nav
        aria-label={say('frame.settings')}
        className="shrink-0 border-b border-line bg-surface lg:w-56 lg:border-b-0 lg:bg-transparent lg:pt-8"
      >
        <p aria-hidden className="px-5 pb-2 text-sm font-medium text-quiet max-lg:hidden">
          {say('frame.settings')}
        </p>
        <ul ref={list} className="flex gap-1 overflow-x-auto px-3 py-2 lg:flex-col lg:overflow-visible lg:py-0">
          {(me === null ? [] : sectionsFor(me.role)).map(({ at }) => (
            <li key={at} className="shrink-0">
              <Link
                to={at}
                className={LINE}
                activeProps={{ className: 'bg-accent-soft! font-medium text-accent-ink!' }}
              >
                {nameOfSection(at)}
              </Link>
            </li>
          ))}
          <li className="shrink-0">
            {/* Relative: what only screen readers have must not lie beside the window. */}
            <a href="/docs" target="_blank" className={`relative gap-1.5 ${LINE}`}>
              {say('settings.apiReference')} <span className="sr-only">{say('menus.newTab')}</span>
              <ExternalLink aria-hidden className="size-3.5" />
            </a>
          </li>
        </ul>
      </nav>
      <div className="min-w-0 grow">
        <Outlet />
      </div>
    </div>
  );
}

/** Where the line scrolls, the page that is open stands in its middle. */
function useShownPage(list: RefObject<HTMLUListElement | null>): void {
  const { pathname } = useLocation();
  useEffect(() => {
    const open = list.current?.querySelector<HTMLElement>('[aria-current=page]') ?? null;
    if (list.current === null || open === null) return;
    list.current.scrollLeft = open.offsetLeft - (list.current.clientWidth - open.offsetWidth) / 2;
  }, [list, pathname]);
}
