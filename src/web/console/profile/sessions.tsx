/** Where one is signed in, and signing out of there. */
import { useQueryClient } from '@tanstack/react-query';
import { Monitor } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { SessionView } from '#realtime/agent/profile-protocol.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { writeTime } from '../parts/time.ts';
import { browserName } from './browser-name.ts';
import { endSession, profileQuery } from './profile-query.ts';

/** The list. The session that asks is ended by signing out, not here. */
export function Sessions({ sessions }: { readonly sessions: readonly SessionView[] }): ReactElement {
  const queries = useQueryClient();
  const [isActing, setActing] = useState(false);
  const others = sessions.filter((each) => !each.isThis).length;
  const end = async (id: number | null): Promise<void> => {
    setActing(true);
    await endSession(id).catch((error: unknown) => notify(sentenceOf(error)));
    setActing(false);
    await queries.invalidateQueries(profileQuery);
  };
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label={say('profile.sessions')} className="divide-y divide-line">
        {sessions.map(({ id, userAgent, createdAt, lastSeenAt, isThis }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
            <Monitor aria-hidden className="size-5 shrink-0 text-quiet" />
            <div className="min-w-0 grow basis-48">
              <p className="font-medium">{browserName(userAgent)}</p>
              <p className="text-sm text-quiet">
                {say('profile.sessionTimes', { since: writeTime(createdAt), used: writeTime(lastSeenAt) })}
              </p>
            </div>
            {isThis ? (
              <Mark tone="good">{say('profile.thisBrowser')}</Mark>
            ) : (
              <Button
                size="small"
                disabled={isActing}
                aria-label={say('profile.endSession', { browser: browserName(userAgent), since: writeTime(createdAt) })}
                onClick={() => void end(id)}
              >
                {say('profile.endOne')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others > 1 ? (
        <Button className="self-start" disabled={isActing} onClick={() => void end(null)}>
          {say('profile.endOthers', { count: others })}
        </Button>
      ) : null}
    </div>
  );
}
