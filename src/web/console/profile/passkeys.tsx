/** The own passkeys: added, named, removed. */
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { PasskeysView, PasskeyView } from '#realtime/agent/factors-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn, typedIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { codeOf, sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { writeTime } from '../parts/time.ts';
import { browserName } from './browser-name.ts';
import { addPasskey, beginPasskey, passkeysQuery, removePasskey, renamePasskey } from './factors-query.ts';

/** The list, and the way to another one. */
export function Passkeys({ needsPassword }: { readonly needsPassword: boolean }): ReactElement {
  const passkeys = useQuery(passkeysQuery);
  const [isAdding, setAdding] = useState(false);
  if (passkeys.isPending) return <Skeleton rows={2} label={say('passkey.loading')} />;
  if (passkeys.isError)
    return <Trouble title={say('passkey.trouble')} error={passkeys.error} again={() => void passkeys.refetch()} />;
  const reason = whyNone(passkeys.data);
  return (
    <div className="flex flex-col gap-1 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 grow basis-56">
          <p className="font-medium">{say('passkey.title')}</p>
          <p className="text-sm text-quiet">{reason ?? say('passkey.about')}</p>
        </div>
        {reason === null ? <Button onClick={() => setAdding(true)}>{say('passkey.add')}</Button> : null}
      </div>
      <ul aria-label={say('passkey.title')} className="divide-y divide-line empty:hidden">
        {passkeys.data.passkeys.map((each) => (
          <Line key={each.id} passkey={each} />
        ))}
      </ul>
      <Dialog
        title={say('passkey.add')}
        description={say('passkey.addAbout')}
        isOpen={isAdding}
        close={() => setAdding(false)}
      >
        <AddPasskey
          needsPassword={needsPassword}
          added={() => {
            setAdding(false);
            announce(say('passkey.added'));
          }}
        />
      </Dialog>
    </div>
  );
}

/** Why none can be added here; null where one can. */
export function whyNone({ origin }: PasskeysView): string | null {
  if (origin === null) return say('passkey.none.address');
  if (origin !== location.origin) return say('passkey.none.elsewhere', { origin });
  return browserSupportsWebAuthn() ? null : say('passkey.none.browser');
}

/** Names one, and has the browser make it. */
export function AddPasskey({
  needsPassword,
  added,
}: {
  readonly needsPassword: boolean;
  readonly added: () => void;
}): ReactElement {
  const queries = useQueryClient();
  const [fault, setFault] = useState<{ readonly field: 'name' | 'password'; readonly message: string } | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = textIn(event, 'name');
    const proof = needsPassword ? { password: typedIn(event, 'password') } : {};
    setSending(true);
    setFault(null);
    try {
      const { options } = await beginPasskey(proof);
      const response = await startRegistration({ optionsJSON: options });
      queries.setQueryData(passkeysQuery.queryKey, await addPasskey(name, response));
      added();
    } catch (error) {
      setFault({ field: ABOUT_PASSWORD.includes(codeOf(error)) ? 'password' : 'name', message: wordsFor(error) });
    }
    setSending(false);
  };
  const faultOf = (field: 'name' | 'password'): string | null => (fault?.field === field ? fault.message : null);
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={say('passkey.nameLabel')}
        name="name"
        defaultValue={browserName(navigator.userAgent)}
        maxLength={100}
        required
        error={faultOf('name')}
      />
      {needsPassword ? (
        <TextField
          label={say('factor.yourPassword')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={faultOf('password')}
        />
      ) : null}
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {isSending ? say('passkey.waiting') : say('passkey.add')}
      </Button>
    </form>
  );
}

const ABOUT_PASSWORD: readonly string[] = ['wrong_password', 'too_many_attempts'];

/** What browsers say when no passkey was made -> what people read. */
function wordsFor(error: unknown): string {
  if (error instanceof Error && error.name === 'InvalidStateError') return say('passkey.there');
  if (error instanceof Error && error.name === 'NotAllowedError') return say('passkey.canceled');
  return sentenceOf(error);
}

function Line({ passkey: { id, name, createdAt, lastUsedAt } }: { readonly passkey: PasskeyView }): ReactElement {
  const queries = useQueryClient();
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null);
  const shut = (): void => setOpen(null);
  const put = (view: PasskeysView): void => void queries.setQueryData(passkeysQuery.queryKey, view);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <KeyRound aria-hidden className="size-5 shrink-0 text-quiet" />
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium">{name}</p>
        <p className="text-sm text-quiet">
          {lastUsedAt === null
            ? say('passkey.addedUnused', { added: writeTime(createdAt) })
            : say('passkey.addedUsed', { added: writeTime(createdAt), used: writeTime(lastUsedAt) })}
        </p>
      </div>
      <Button size="small" aria-label={say('passkey.renameName', { name })} onClick={() => setOpen('rename')}>
        {say('passkey.rename')}
      </Button>
      <Button
        size="small"
        look="quiet"
        aria-label={say('passkey.removeName', { name })}
        onClick={() => setOpen('remove')}
      >
        {say('passkey.remove')}
      </Button>
      <Dialog title={say('passkey.renameName', { name })} isOpen={open === 'rename'} close={shut}>
        <RenameForm
          name={name}
          run={async (next) => {
            put(await renamePasskey(id, next));
            shut();
          }}
        />
      </Dialog>
      <Confirm
        title={say('passkey.removeTitle', { name })}
        description={say('passkey.removeAbout')}
        word={say('passkey.remove')}
        isOpen={open === 'remove'}
        close={shut}
        run={async () => put(await removePasskey(id))}
      />
    </li>
  );
}

function RenameForm({
  name,
  run,
}: {
  readonly name: string;
  readonly run: (name: string) => Promise<void>;
}): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setFault(null);
    await run(textIn(event, 'name')).catch((error: unknown) => setFault(sentenceOf(error)));
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={say('passkey.name')}
        name="name"
        defaultValue={name}
        maxLength={100}
        required
        autoFocus
        error={fault}
      />
      <Button type="submit" look="lead" className="self-end">
        {say('passkey.rename')}
      </Button>
    </form>
  );
}
