/** The desk: what waits at the left, what it is about in the middle, who it is at the right. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { activeCalls, offers } from '../link/mine.ts';
import { useWorld } from '../link/use-desk.ts';
import { say } from '../parts/language.ts';
import { useTitle } from '../parts/title.ts';
import { CallPanel } from './call-panel.tsx';
import { ChoicePanel } from './choice-panel.tsx';
import { ContactPanel } from './contact-panel.tsx';
import { ConversationPanel } from './conversation-panel.tsx';
import { ActiveCall, Offline } from './dock.tsx';
import { DialDialog } from './dial.tsx';
import { FirstSteps } from './first-steps.tsx';
import type { Focus } from './focus.ts';
import { focusOf } from './focus.ts';
import { useIsOnline } from './go-online.tsx';
import { Idle } from './idle.tsx';
import { OfferCard } from './offer-card.tsx';
import { WorkList } from './work-list.tsx';

/** The page. */
export function DeskPage(): ReactElement {
  useTitle(say('frame.desk'));
  const world = useWorld();
  const search = useSearch({ from: '/frame/desk' });
  const navigate = useNavigate({ from: '/desk' });
  const focus = focusOf(world, search);
  const isOnline = useIsOnline();
  const ringing = offers(world);
  const [primary] = activeCalls(world);
  const contact = contactOf(focus, ringing[0]);
  useKeys({ c: () => void navigate({ search: (before) => ({ ...before, dial: '' }) }) });

  return (
    <div className="grid grid-cols-1 md:min-h-full lg:h-full lg:grid-cols-[19rem_minmax(0,1fr)] min-[84rem]:grid-cols-[19rem_minmax(0,1fr)_20rem]">
      <h1 className="sr-only">{say('frame.desk')}</h1>
      <div className="flex min-w-0 flex-col gap-4 p-3 sm:p-5 lg:col-start-2 lg:row-start-1 lg:overflow-y-auto lg:p-6">
        {ringing.map((call, place) => (
          <OfferCard key={call.id} call={call} hasKeys={place === 0} />
        ))}
        {primary === undefined || isCall(focus, primary) ? null : <ActiveCall call={primary} />}
        {primary === undefined && !isOnline && focus.kind !== 'nothing' ? <Offline /> : null}
        {focus.kind === 'nothing' && primary === undefined && ringing.length === 0 ? <FirstSteps /> : null}
        {focus.kind === 'nothing' && ringing.length > 0 ? null : (
          <Middle focus={focus} isTalking={primary !== undefined} />
        )}
        {contact === null ? null : (
          <div className="min-[84rem]:hidden">
            <ContactPanel {...contact} />
          </div>
        )}
      </div>
      <div className="min-w-0 border-line max-lg:border-t lg:col-start-1 lg:row-start-1 lg:overflow-y-auto lg:border-r">
        <WorkList world={world} focus={focus} />
      </div>
      <div className="min-w-0 overflow-y-auto border-l border-line p-5 max-[84rem]:hidden min-[84rem]:col-start-3 min-[84rem]:row-start-1">
        {contact === null ? (
          <p className="pt-1 text-sm text-quiet">{say('desk.callerHere')}</p>
        ) : (
          <ContactPanel {...contact} />
        )}
      </div>
      <DialDialog
        number={search.dial ?? null}
        close={() => void navigate({ search: ({ dial: _dial, ...rest }) => rest })}
      />
    </div>
  );
}

function Middle({ focus, isTalking }: { readonly focus: Focus; readonly isTalking: boolean }): ReactElement {
  switch (focus.kind) {
    case 'call':
      return <CallPanel key={focus.call.id} call={focus.call} />;
    case 'conversation':
      return <ConversationPanel key={focus.conversation.id} conversation={focus.conversation} />;
    case 'choice':
      return <ChoicePanel key={focus.choice.id} choice={focus.choice} />;
    case 'nothing':
      return <Idle isTalking={isTalking} />;
    default:
      return focus satisfies never;
  }
}

function isCall(focus: Focus, call: CallView): boolean {
  return focus.kind === 'call' && focus.call.id === call.id;
}

/** The call that the desk is about: the selected one, else the one that rings. */
function contactOf(focus: Focus, ringing: CallView | undefined): Parameters<typeof ContactPanel>[0] | null {
  if (focus.kind === 'call') return { contact: focus.call.contact, call: focus.call };
  if (focus.kind === 'conversation') return { contact: focus.conversation.contact, call: null };
  return ringing === undefined ? null : { contact: ringing.contact, call: ringing };
}
