/** Making a token, rotating one, and showing what was made, this once. */
import { Check, Copy } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { MadeToken, PageKind, TokenView } from '#realtime/agent/tokens-protocol.ts';
import { PAGE_KINDS } from '#realtime/agent/tokens-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { useCopy } from '../../parts/copy.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, TextField } from '../../parts/field.tsx';
import { textIn } from '../../parts/form.ts';
import { say } from '../../parts/language.ts';
import { sentenceOf } from '../../parts/request.ts';
import { createToken, rotateToken } from './tokens-query.ts';

type Made = (made: MadeToken) => void;

/** Sends a form; what refuses it is said beside the first field. */
function useSending(made: Made) {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>, ask: () => Promise<MadeToken>): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setFault(null);
    try {
      made(await ask());
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setSending(false);
    }
  };
  return { fault, isSending, send };
}

/** Days that one may work for; null is until it is revoked. */
const LIFETIMES = [90, 30, 365, null] as const;

/** The dialog for a new one. */
export function NewTokenDialog({
  isOpen,
  close,
  made,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made: Made;
}): ReactElement {
  return (
    <Dialog title={say('tokens.new')} description={say('tokens.newAbout')} isOpen={isOpen} close={close}>
      <NewTokenForm made={made} />
    </Dialog>
  );
}

function NewTokenForm({ made }: { readonly made: Made }): ReactElement {
  const { fault, isSending, send } = useSending(made);
  const [kind, setKind] = useState<PageKind>('read_only');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const [name, days] = [textIn(event, 'name'), textIn(event, 'days')];
    return send(event, async () => createToken({ name, kind, days: days === '' ? null : Number(days) }));
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField label={say('tokens.name')} name="name" required maxLength={200} autoFocus error={fault} />
      <ChoiceField
        label={say('tokens.kind')}
        value={kind}
        help={say(`tokens.kind.${kind}About`)}
        onChange={({ target }) => setKind(PAGE_KINDS.find((each) => each === target.value) ?? 'read_only')}
      >
        {PAGE_KINDS.toReversed().map((each) => (
          <option key={each} value={each}>
            {say(`tokens.kind.${each}`)}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField label={say('tokens.worksFor')} name="days" defaultValue="90">
        {LIFETIMES.map((days) => (
          <option key={days} value={days ?? ''}>
            {lifetimeWord(days)}
          </option>
        ))}
      </ChoiceField>
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {say('tokens.create')}
      </Button>
    </form>
  );
}

function lifetimeWord(days: (typeof LIFETIMES)[number]): string {
  if (days === null) return say('tokens.endless');
  return days === 365 ? say('tokens.year') : say('tokens.days', { count: days });
}

/** Hours that the old one may work on. */
const OVERLAPS = ['24', '1', '168', '0'] as const;

/** The dialog for another in its place; null closes it. */
export function RotateDialog({
  token,
  close,
  made,
}: {
  readonly token: TokenView | null;
  readonly close: () => void;
  readonly made: Made;
}): ReactElement {
  return (
    <Dialog
      title={say('tokens.rotateTitle', { name: token?.name ?? '' })}
      description={say('tokens.rotateAbout')}
      isOpen={token !== null}
      close={close}
    >
      {token === null ? null : <RotateForm id={token.id} made={made} />}
    </Dialog>
  );
}

function RotateForm({ id, made }: { readonly id: number; readonly made: Made }): ReactElement {
  const { fault, isSending, send } = useSending(made);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const hours = Number(textIn(event, 'hours'));
    return send(event, async () => rotateToken(id, hours));
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <ChoiceField label={say('tokens.oldWorks')} name="hours" defaultValue="24" error={fault}>
        {OVERLAPS.map((hours) => (
          <option key={hours} value={hours}>
            {say(`tokens.old.${hours}`)}
          </option>
        ))}
      </ChoiceField>
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {say('tokens.createNew')}
      </Button>
    </form>
  );
}

/** Shows a token, this once; null closes it. */
export function SecretDialog({
  made,
  close,
}: {
  readonly made: MadeToken | null;
  readonly close: () => void;
}): ReactElement {
  const { isCopied, copy, forget } = useCopy(made?.token ?? '');
  const shut = (): void => {
    forget();
    close();
  };
  return (
    <Dialog
      title={say('tokens.title', { name: made?.name ?? '' })}
      description={say('tokens.secretAbout')}
      isOpen={made !== null}
      close={shut}
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={say('tokens.token')}
          readOnly
          value={made?.token ?? ''}
          onFocus={({ target }) => target.select()}
        />
        <Button look="lead" size="large" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{isCopied ? say('tokens.copied') : say('tokens.copy')}</span>
        </Button>
      </div>
    </Dialog>
  );
}
