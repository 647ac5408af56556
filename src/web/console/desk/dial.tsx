/** Placing a call: a number, one of ours to call from, a language. */
import { useNavigate } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { useDesk, useDeskState, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ChoiceField, TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { languageName } from '../parts/words.ts';
import { Suggestions, useSpelled } from './dial-suggestions.tsx';

/** The dialog; `number` is what stands in it at first, null closes it. */
export function DialDialog({
  number,
  close,
}: {
  readonly number: string | null;
  readonly close: () => void;
}): ReactElement {
  return (
    <Dialog title={say('desk.dial')} isOpen={number !== null} close={close}>
      <DialForm number={number ?? ''} />
    </Dialog>
  );
}

function DialForm({ number }: { readonly number: string }): ReactElement {
  const desk = useDesk();
  const { sound } = useDeskState();
  const { numbers, languages, missed } = useWorld();
  const navigate = useNavigate();
  const [fault, setFault] = useState<string | null>(null);
  const [isDialling, setDialling] = useState(false);
  const isOnline = sound.phase === 'connected';
  const [text, setText] = useState(number);
  const shown = useSpelled(text, numbers[0] ?? null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const own = textIn(event, 'own');
    setDialling(true);
    setFault(null);
    const reply = await desk.send({
      type: 'dial',
      number: text.trim(),
      ownNumber: own === '' ? null : own,
      lang: textIn(event, 'lang'),
    });
    setDialling(false);
    if (!reply.ok) return setFault(reply.message);
    // Whom I call back is not missed any more. What the server says to that changes nothing about the call.
    for (const { callId, contact } of missed)
      if (contact?.number === number) void desk.send({ type: 'dismiss_missed', callId });
    await navigate({ to: '/desk', search: placedIn(reply.data) });
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 pt-1">
      <TextField
        label={say('desk.number')}
        name="number"
        type="text"
        inputMode="tel"
        autoComplete="off"
        required
        minLength={2}
        value={text}
        onChange={({ target }) => setText(target.value)}
        placeholder="+1 760-867-5309"
        error={fault}
        {...(fault === null ? { help: shown ?? say('desk.dialHelp') } : {})}
      />
      <Suggestions text={text} choose={setText} />
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField label={say('desk.from')} name="own">
          {numbers.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </ChoiceField>
        <ChoiceField label={say('desk.language')} name="lang">
          {languages.map((each) => (
            <option key={each} value={each}>
              {languageName(each)}
            </option>
          ))}
        </ChoiceField>
      </div>
      {isOnline ? null : <p className="text-sm text-warn-ink">{say('desk.dialOffline')}</p>}
      <Button type="submit" look="lead" size="large" className="mt-1" disabled={isDialling || !isOnline}>
        <Phone aria-hidden />
        {say('desk.call')}
      </Button>
    </form>
  );
}

/** Where the new call is shown: by itself, or as a choice that is still to be made. */
function placedIn(data: unknown): { readonly choice?: number } {
  return data !== null && typeof data === 'object' && 'choiceId' in data ? { choice: Number(data.choiceId) } : {};
}
