/** Where those are led who have no second factor and whose workspace requires one. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useTitle } from '../parts/title.ts';
import { CodesSetUp } from '../profile/codes-set-up.tsx';
import { RecoveryCodes } from '../profile/recovery-codes.tsx';
import { PasskeyInstead } from './passkey-instead.tsx';
import { Entrance } from './entrance.tsx';
import { meQuery, signOut } from './session.ts';

/** The page. */
export function AddFactorPage(): ReactElement {
  useTitle(say('factor.addTitle'));
  const { data: me } = useSuspenseQuery(meQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const enter = async (): Promise<void> => {
    await queries.invalidateQueries(meQuery);
    await navigate({ to: '/desk', search: {}, replace: true });
  };
  const leave = async (): Promise<void> => {
    await signOut();
    queries.setQueryData(meQuery.queryKey, null);
    await navigate({ to: '/sign-in', search: {}, replace: true });
  };
  if (codes !== null)
    return (
      <Entrance title={say('factor.yourRecoveryCodes')} about={say('factor.lostPhone')}>
        <RecoveryCodes codes={codes} close={() => void enter()} />
      </Entrance>
    );
  return (
    <Entrance
      title={say('factor.addTitle')}
      about={say('factor.addAbout', { workspace: me?.workspace.name ?? say('factor.yourWorkspace') })}
    >
      <div className="flex flex-col gap-4">
        <CodesSetUp needsPassword={false} done={setCodes} />
        <PasskeyInstead added={() => void enter()} />
        <Button look="quiet" size="small" className="self-start" onClick={() => void leave()}>
          {say('frame.signOut')}
        </Button>
      </div>
    </Entrance>
  );
}
