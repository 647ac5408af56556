/** Registering an application, and showing its secret, this once. */
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { MadeOauthApp, OauthAppWish } from '#realtime/agent/oauth-protocol.ts';
import { APP_KINDS, APP_VENDORS } from '#realtime/agent/oauth-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { AreaField, ChoiceField, TextField } from '../../parts/field.tsx';
import { textIn } from '../../parts/form.ts';
import { say } from '../../parts/language.ts';
import { fieldFaults, sentenceOf } from '../../parts/request.ts';
import { createOauthApp } from './oauth-query.ts';

/** The dialog for a new one. */
export function NewAppDialog({
  isOpen,
  close,
  made,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made: (app: MadeOauthApp) => void;
}): ReactElement {
  return (
    <Dialog title={say('oauth.new')} description={say('oauth.newAbout')} isOpen={isOpen} close={close}>
      <NewAppForm made={made} />
    </Dialog>
  );
}

type Faults = { readonly name: string | null; readonly redirectUris: string | null };
const NO_FAULTS: Faults = { name: null, redirectUris: null };

/** What is wrong, beside the field that it is about; what is about none stands beside the name. */
function faultsOf(error: unknown): Faults {
  const of = (pointer: string): string | null =>
    fieldFaults(error).find((fault) => fault.pointer === pointer)?.detail ?? null;
  const faults = { name: of('/name'), redirectUris: of('/redirectUris') };
  return faults.name === null && faults.redirectUris === null ? { ...faults, name: sentenceOf(error) } : faults;
}

function NewAppForm({ made }: { readonly made: (app: MadeOauthApp) => void }): ReactElement {
  const [faults, setFaults] = useState(NO_FAULTS);
  const [isSending, setSending] = useState(false);
  const [kind, setKind] = useState<OauthAppWish['kind']>('read_only');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setFaults(NO_FAULTS);
    const vendor = APP_VENDORS.find((each) => each === textIn(event, 'vendor')) ?? 'intercom';
    const redirectUris = textIn(event, 'redirectUris')
      .split(/\s+/)
      .filter((each) => each !== '');
    try {
      made(await createOauthApp({ name: textIn(event, 'name'), vendor, kind, redirectUris }));
    } catch (error) {
      setFaults(faultsOf(error));
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField label={say('tokens.name')} name="name" required maxLength={200} autoFocus error={faults.name} />
      <ChoiceField label={say('oauth.vendor')} name="vendor" defaultValue="intercom">
        {APP_VENDORS.map((each) => (
          <option key={each} value={each}>
            {say(`oauth.vendor.${each}`)}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('oauth.kind')}
        value={kind}
        help={say(`tokens.kind.${kind}About`)}
        onChange={({ target }) => setKind(APP_KINDS.find((each) => each === target.value) ?? 'read_only')}
      >
        {APP_KINDS.map((each) => (
          <option key={each} value={each}>
            {say(`tokens.kind.${each}`)}
          </option>
        ))}
      </ChoiceField>
      <AreaField
        label={say('oauth.redirects')}
        name="redirectUris"
        required
        rows={3}
        help={say('oauth.redirectsHelp')}
        error={faults.redirectUris}
      />
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {say('oauth.create')}
      </Button>
    </form>
  );
}

/** Shows what the application needs, this once; null closes it. */
export function MadeAppDialog({
  made,
  close,
}: {
  readonly made: MadeOauthApp | null;
  readonly close: () => void;
}): ReactElement {
  return (
    <Dialog
      title={say('oauth.madeTitle', { name: made?.name ?? '' })}
      description={say('tokens.secretAbout')}
      isOpen={made !== null}
      close={close}
    >
      <div className="flex flex-col gap-4">
        <TextField label={say('oauth.clientId')} readOnly value={made?.clientId ?? ''} onFocus={select} />
        <TextField label={say('oauth.secret')} readOnly value={made?.secret ?? ''} onFocus={select} />
      </div>
    </Dialog>
  );
}

function select({ target }: { readonly target: HTMLInputElement }): void {
  target.select();
}
