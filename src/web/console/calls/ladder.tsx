/** The SIP messages of one telephone as a ladder: what came and what was sent, each opened by a click. */
import { ArrowLeft, ArrowRight, ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SipLegView, SipMessageView } from '#realtime/agent/calls-protocol.ts';
import { say } from '../parts/language.ts';

/** `name`: who was at the telephone. */
export function Ladder({ leg, name }: { readonly leg: SipLegView; readonly name: string }): ReactElement {
  const { messages, omitted, trunkName } = leg;
  const [first] = messages;
  const heading = say('calls.sip.heading', { name, trunk: trunkName ?? say('calls.sip.trunkGone') });
  return (
    <section
      aria-label={`SIP: ${heading}`}
      className="rounded-2xl border border-line bg-surface p-3 shadow-shade sm:p-6"
    >
      <h2 className="mb-3 px-1 text-lg font-semibold break-words">{heading}</h2>
      <div aria-hidden className="grid grid-cols-[3.5rem_1fr_1.25rem] gap-2 px-1 text-xs font-medium text-quiet">
        <span />
        <span className="flex justify-between gap-4 pb-1">
          <span>Patchbay</span>
          <span className="truncate">{first?.remote ?? name}</span>
        </span>
      </div>
      {omitted > 0 ? (
        <p className="px-1 pb-2 text-sm text-quiet">{say('calls.sip.omitted', { count: omitted })}</p>
      ) : null}
      <ol aria-label={say('calls.sip.messages')}>
        {messages.map((message, place) => (
          <Message key={`${message.at} ${place}`} message={message} since={first?.at ?? message.at} />
        ))}
      </ol>
    </section>
  );
}

function Message({ message, since }: { readonly message: SipMessageView; readonly since: string }): ReactElement {
  const { direction, transport, remote, summary, text, isCut } = message;
  const isSent = direction === 'sent';
  const seconds = (Date.parse(message.at) - Date.parse(since)) / 1000;
  return (
    <li>
      <details className="group open:bg-sunken">
        <summary className="grid min-h-11 list-none grid-cols-[3.5rem_1fr_1.25rem] items-stretch gap-2 px-1 hover:bg-sunken [&::-webkit-details-marker]:hidden">
          <span className="self-center text-right text-xs text-quiet tabular-nums">
            <span aria-hidden>{seconds.toFixed(3)}</span>
            <span className="sr-only">
              {say(isSent ? 'calls.sip.sentAfter' : 'calls.sip.receivedAfter', { seconds: seconds.toFixed(3) })}{' '}
            </span>
          </span>
          <span className="relative flex flex-col items-center justify-center border-x-2 border-edge px-3 pb-2.5">
            <span className={`max-w-full truncate text-sm ${LOOKS[lookOf(message)]}`}>{labelOf(message)}</span>
            <span aria-hidden className="absolute inset-x-0 bottom-2 h-px bg-quiet forced-colors:bg-[CanvasText]" />
            {isSent ? (
              <ArrowRight aria-hidden className="absolute -right-0.5 bottom-0 size-4 text-quiet" />
            ) : (
              <ArrowLeft aria-hidden className="absolute bottom-0 -left-0.5 size-4 text-quiet" />
            )}
          </span>
          <ChevronRight
            aria-hidden
            className="size-4 self-center text-quiet transition-transform group-open:rotate-90"
          />
        </summary>
        <div className="px-3 pt-2 pb-4">
          <p className="text-xs text-quiet">{say(isSent ? 'calls.sip.to' : 'calls.sip.from', { remote, transport })}</p>
          <pre
            tabIndex={0}
            aria-label={summary}
            className="mt-2 max-h-96 overflow-auto font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap"
          >
            {`${summary}\n${text}${isCut ? '\n…' : ''}`}
          </pre>
        </div>
      </details>
    </li>
  );
}

const LOOKS = {
  request: 'font-medium',
  provisional: 'text-quiet',
  success: 'font-medium text-accent-ink',
  refusal: 'font-medium text-danger-ink',
} as const;

function lookOf({ status }: SipMessageView): keyof typeof LOOKS {
  if (status === null) return 'request';
  if (status < 200) return 'provisional';
  return status < 300 ? 'success' : 'refusal';
}

/** `INVITE`, `180 Ringing`, `200 OK (BYE)`: of responses to other requests than INVITE, which one they answer. */
function labelOf({ status, method, summary }: SipMessageView): string {
  if (status === null) return method;
  const word = summary.slice('SIP/2.0 '.length);
  return method === 'INVITE' ? word : `${word} (${method})`;
}
