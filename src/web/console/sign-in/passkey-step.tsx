/** The second step of signing in for those who have passkeys and no codes. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useTitle } from '../parts/title.ts';
import { Entrance, EntranceFault } from './entrance.tsx';
import { PasskeyButton } from './passkey-button.tsx';
import type { Me } from './session.ts';

/** The step. `back` leads to the password. */
export function PasskeyStep({
  enter,
  back,
}: {
  readonly enter: (me: Me) => Promise<void>;
  readonly back: (reason: string | null) => void;
}): ReactElement {
  useTitle(say('passkey.useTitle'));
  const [fault, setFault] = useState<string | null>(null);
  return (
    <Entrance title={say('passkey.useTitle')} about={say('passkey.useAbout')}>
      <div className="flex flex-col gap-4">
        <EntranceFault fault={fault} />
        <PasskeyButton enter={enter} fail={setFault} />
        <Button look="quiet" size="small" className="self-start" onClick={() => back(null)}>
          {say('factor.back')}
        </Button>
      </div>
    </Entrance>
  );
}
