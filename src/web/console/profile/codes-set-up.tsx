/** Setting up one-time codes: the password, then the app with its first code. */
import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { CodesBegun } from '#realtime/agent/factors-protocol.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { Filled } from '../parts/filled.tsx';
import { textIn, typedIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { beginCodes, confirmCodes } from './factors-query.ts';

/** Light modules around the code, which scanners need (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

/** Both steps; `done` is given the recovery codes. Without `needsPassword` the first one is a button. */
export function CodesSetUp({
  needsPassword,
  done,
}: {
  readonly needsPassword: boolean;
  readonly done: (recoveryCodes: readonly string[]) => void;
}): ReactElement {
  const [begun, setBegun] = useState<CodesBegun | null>(null);
  return begun === null ? (
    <Begin needsPassword={needsPassword} begun={setBegun} />
  ) : (
    <FirstCode begun={begun} done={done} />
  );
}

function Begin({
  needsPassword,
  begun,
}: {
  readonly needsPassword: boolean;
  readonly begun: (begun: CodesBegun) => void;
}): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setFault(null);
    try {
      begun(await beginCodes(needsPassword ? { password: typedIn(event, 'password') } : {}));
    } catch (error) {
      setFault(sentenceOf(error));
      setSending(false);
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      {needsPassword ? (
        <TextField
          label={say('factor.yourPassword')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          error={fault}
        />
      ) : null}
      {needsPassword || fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {needsPassword ? say('factor.continue') : say('factor.setUpApp')}
      </Button>
    </form>
  );
}

function FirstCode({
  begun: { secret, uri },
  done,
}: {
  readonly begun: CodesBegun;
  readonly done: (recoveryCodes: readonly string[]) => void;
}): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setFault(null);
    try {
      done((await confirmCodes(textIn(event, 'code'))).recoveryCodes);
    } catch (error) {
      setFault(sentenceOf(error));
      setSending(false);
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <p className="text-sm">{say('factor.scan')}</p>
      <QrCode text={uri} />
      <p className="text-sm text-quiet">
        <Filled
          says={(gap) => say('factor.typeKey', { key: gap('key') })}
          gaps={{
            key: <code className="font-mono break-words text-ink">{secret.replaceAll(/.{4}(?!$)/g, '$& ')}</code>,
          }}
        />
      </p>
      <TextField
        label={say('factor.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
        autoFocus
        error={fault}
      />
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {say('factor.switchOn')}
      </Button>
    </form>
  );
}

/** Dark on light in every theme: some scanners read nothing else. */
function QrCode({ text }: { readonly text: string }): ReactElement {
  const code = generate(text);
  const side = code.size + 2 * QUIET_ZONE;
  return (
    <svg
      role="img"
      aria-label={say('factor.qr')}
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="mx-auto w-full max-w-56 rounded-lg bg-white"
    >
      <path d={toSvgPath(code)} fill="#000" />
    </svg>
  );
}
