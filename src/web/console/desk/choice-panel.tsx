/** An outbound call that came through the API without a number to dial from: the agent chooses, and it is placed. */
import { useNavigate } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import type { ChoiceView } from '#realtime/agent/protocol.ts';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { writeTime } from '../parts/time.ts';
import { languageName, writeNumber } from '../parts/words.ts';

/** The form. */
export function ChoicePanel({ choice }: { readonly choice: ChoiceView }): ReactElement {
  const desk = useDesk();
  const { sound } = useDeskState();
  const navigate = useNavigate();
  const { isActing, act } = useAct();
  const isOnline = sound.phase === 'connected';
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const ownNumber = textIn(event, 'own');
    const contactNumber = textIn(event, 'contact');
    void act(async () => desk.send({ type: 'choose', choiceId: choice.id, ownNumber, contactNumber })).then(
      async (isPlaced) => (isPlaced ? navigate({ to: '/desk', search: {} }) : undefined),
    );
  };
  return (
    <section aria-labelledby="choice" className="rounded-2xl border border-line bg-surface p-5 shadow-shade sm:p-7">
      <h2 id="choice" className="text-xl font-semibold">
        {say('desk.request.title')}
      </h2>
      <p className="mt-1 mb-6 text-quiet">
        {choice.ticketId === null
          ? say('desk.requested', { at: writeTime(choice.at), language: languageName(choice.lang) })
          : say('desk.requestedFor', {
              at: writeTime(choice.at),
              ticket: choice.ticketId,
              language: languageName(choice.lang),
            })}
      </p>
      <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
        <ChoiceField label={say('desk.call')} name="contact">
          {choice.contactNumbers.map((number) => (
            <option key={number} value={number}>
              {writeNumber(number)}
            </option>
          ))}
        </ChoiceField>
        <ChoiceField label={say('desk.from')} name="own" help={isOnline ? undefined : say('desk.goOnlineToPlace')}>
          {choice.ownNumbers.map((number) => (
            <option key={number} value={number}>
              {writeNumber(number)}
            </option>
          ))}
        </ChoiceField>
        <Button type="submit" look="lead" size="large" className="mt-2 self-start" disabled={isActing || !isOnline}>
          <Phone aria-hidden />
          {say('desk.call')}
        </Button>
      </form>
    </section>
  );
}
