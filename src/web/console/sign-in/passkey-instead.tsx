/** A passkey as the second factor that a workspace requires, in place of codes. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { say } from '../parts/language.ts';
import { passkeysQuery } from '../profile/factors-query.ts';
import { AddPasskey, whyNone } from '../profile/passkeys.tsx';

/** The button; nothing where there can be no passkeys. */
export function PasskeyInstead({ added }: { readonly added: () => void }): ReactElement | null {
  const { data } = useQuery(passkeysQuery);
  const [isAdding, setAdding] = useState(false);
  if (data === undefined || whyNone(data) !== null) return null;
  return (
    <>
      <Button size="large" onClick={() => setAdding(true)}>
        {say('passkey.addInstead')}
      </Button>
      <Dialog
        title={say('passkey.add')}
        description={say('passkey.addAbout')}
        isOpen={isAdding}
        close={() => setAdding(false)}
      >
        <AddPasskey needsPassword={false} added={added} />
      </Dialog>
    </>
  );
}
