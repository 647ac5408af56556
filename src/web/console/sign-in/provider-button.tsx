/** The way to the workspace's sign-in provider, where it has one. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { waysQuery } from './ways.ts';

/** The buttons. They lead on to where the person wanted to go. */
export function ProviderButton(): ReactElement | null {
  const { next } = useSearch({ from: '/sign-in' });
  const ways = useQuery(waysQuery);
  const providers = ways.data?.providers ?? [];
  if (providers.length === 0) return null;
  return (
    <div className="mt-5 flex flex-col gap-3">
      <p
        aria-hidden
        className="flex items-center gap-3 text-sm text-quiet before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line"
      >
        {say('signIn.or')}
      </p>
      {providers.map(({ workspace, name }) => (
        <a
          key={workspace}
          href={`/sso/${workspace}${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`}
          className={`${buttonClass('plain', 'large')} whitespace-normal`}
        >
          {say('signIn.with', { name })}
        </a>
      ))}
    </div>
  );
}
