/** A message that was sent, and, opened, every attempt with its request and answer. */
import { RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DeliveryView } from '#realtime/agent/webhooks-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { indented, TextBlock } from '../../parts/text-block.tsx';
import { writeTime } from '../../parts/time.ts';
import { answerWords, deliveryMark } from './webhook-words.ts';

/** The line. */
export function DeliveryLine({
  delivery,
  resend,
}: {
  readonly delivery: DeliveryView;
  readonly resend: () => void;
}): ReactElement {
  const { event, callId, state, log, createdAt } = delivery;
  const [word, tone] = deliveryMark(state);
  const last = log.at(-1);
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3 hover:bg-sunken">
          <span className="min-w-0 grow basis-48">
            <span className="font-medium">{event}</span>
            <span className="text-sm text-quiet">
              {callId === null ? null : ` · ${say('webhooks.ofCall', { id: String(callId) })}`} · {writeTime(createdAt)}
            </span>
          </span>
          <span className="text-sm text-quiet">
            {last === undefined ? say('webhooks.notSent') : `${answerWords(last)}, ${last.milliseconds} ms`}
          </span>
          <Mark tone={tone}>{word}</Mark>
        </summary>
        <div className="flex flex-col gap-3 border-t border-line bg-sunken px-5 py-4">
          {state === 'waiting' ? (
            <p className="text-sm text-quiet">
              {log.length === 0
                ? say('webhooks.leavesLater')
                : say('webhooks.nextAt', { at: writeTime(delivery.dueAt) })}
            </p>
          ) : (
            <Button
              size="small"
              className="self-start"
              aria-label={say('webhooks.againEvent', { event })}
              onClick={resend}
            >
              <RotateCw aria-hidden />
              {say('webhooks.again')}
            </Button>
          )}
          <TextBlock title={say('contacts.message')} text={indented(delivery.body)} />
          {log.map((attempt, place) => (
            <div key={attempt.at} className="flex flex-col gap-2">
              <p className="text-sm font-medium">
                {say('webhooks.attempt', {
                  place: place + 1,
                  at: writeTime(attempt.at),
                  answer: answerWords(attempt),
                  time: attempt.milliseconds,
                })}
              </p>
              <TextBlock
                title={say('webhooks.headersOf', { place: place + 1 })}
                text={Object.entries(attempt.headers)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join('\n')}
              />
              {attempt.answer === '' ? null : (
                <TextBlock title={say('webhooks.answerTo', { place: place + 1 })} text={attempt.answer} />
              )}
            </div>
          ))}
        </div>
      </details>
    </li>
  );
}
