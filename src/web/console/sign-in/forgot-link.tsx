/** The way to a new password, where the server can mail one. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { waysQuery } from './ways.ts';
import { say } from '../parts/language.ts';

/** The link. */
export function ForgotLink(): ReactElement | null {
  const ways = useQuery(waysQuery);
  if (ways.data?.hasMail !== true) return null;
  return (
    <p className="mt-5 text-sm">
      <Link to="/forgot" className="underline">
        {say('forgot.title')}
      </Link>
    </p>
  );
}
