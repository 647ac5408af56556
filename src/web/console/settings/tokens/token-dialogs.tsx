/** Making a token, rotating one, and showing what was made, this once. */
import { Check, Copy } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { MadeToken, PageKind, TokenView } from '#realtime/agent/tokens-protocol.ts';
import { PAGE_KINDS } from '#realtime/agent/tokens-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, TextField } from '../../parts/field.tsx';
import { textIn } from '../../parts/form.ts';
import { sentenceOf } from '../../parts/request.ts';
import { KIND_WORDS } from './token-kinds.ts';
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

const LIFETIMES = [
  ['90', '90 days'],
  ['30', '30 days'],
  ['365', 'A year'],
  ['', 'Until it is revoked'],
] as const;

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
    <Dialog title="New token" description="Give each program one of its own." isOpen={isOpen} close={close}>
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
      <TextField label="Name" name="name" required maxLength={200} autoFocus error={fault} />
      <ChoiceField
        label="Kind"
        value={kind}
        help={KIND_WORDS[kind][1]}
        onChange={({ target }) => setKind(PAGE_KINDS.find((each) => each === target.value) ?? 'read_only')}
      >
        {Object.entries(KIND_WORDS).map(([each, [word]]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField label="Works for" name="days" defaultValue="90">
        {LIFETIMES.map(([days, word]) => (
          <option key={days} value={days}>
            {word}
          </option>
        ))}
      </ChoiceField>
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        Create token
      </Button>
    </form>
  );
}

const OVERLAPS = [
  ['24', 'for 24 more hours'],
  ['1', 'for one more hour'],
  ['168', 'for 7 more days'],
  ['0', 'no longer'],
] as const;

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
      title={`Rotate ${token?.name ?? ''}`}
      description="A new token of the same name, kind and end takes its place."
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
      <ChoiceField label="The old token works" name="hours" defaultValue="24" error={fault}>
        {OVERLAPS.map(([hours, word]) => (
          <option key={hours} value={hours}>
            {word}
          </option>
        ))}
      </ChoiceField>
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        Create the new token
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
  const [isCopied, setCopied] = useState(false);
  const shut = (): void => {
    setCopied(false);
    close();
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(made?.token ?? '');
    setCopied(true);
  };
  return (
    <Dialog
      title={`Token ${made?.name ?? ''}`}
      description="It is shown only now: put it where the program finds its secrets."
      isOpen={made !== null}
      close={shut}
    >
      <div className="flex flex-col gap-4">
        <TextField label="Token" readOnly value={made?.token ?? ''} onFocus={({ target }) => target.select()} />
        <Button look="lead" size="large" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
        </Button>
      </div>
    </Dialog>
  );
}
