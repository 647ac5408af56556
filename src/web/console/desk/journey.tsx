/** How a call came to where it is, in a few lines. */
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useWorld } from '../link/use-desk.ts';
import type { World } from '../link/world.ts';
import { secondsBetween, writeDuration, writeTime } from '../parts/time.ts';
import { endedByWord, failWord } from '../parts/words.ts';

type Stop = { readonly at: string; readonly text: string };

/** The lines, in order. */
export function Journey({ call }: { readonly call: CallView }): ReactElement {
  const world = useWorld();
  return (
    <section aria-label="How it went so far">
      <ol className="flex flex-col">
        {stopsOf(call, world).map(({ at, text }) => (
          <li key={`${at} ${text}`} className="group flex gap-3 text-sm">
            <span
              aria-hidden
              className="relative w-2 shrink-0 before:absolute before:top-1.75 before:size-2 before:rounded-full before:bg-edge after:absolute after:top-4.5 after:-bottom-1 after:left-[3.5px] after:w-px after:bg-line group-last:after:hidden"
            />
            <span className="grow pb-2">{text}</span>
            <time dateTime={at} className="shrink-0 text-quiet tabular-nums">
              {writeTime(at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}

const ENTRIES: Readonly<Record<string, string>> = {
  web: 'Called from the web page',
  phone: 'Called by phone',
  outbound_desk: 'Dialed from the desk',
  outbound_api: 'Placed through the API',
  incoming_api: 'Received via API',
  scheduled_api: 'Callback requested',
  fin: 'Handed over by the voice agent',
};

function stopsOf(call: CallView, { agents, me }: World): readonly Stop[] {
  const name = (id: number | null): string => (id === me.id ? 'you' : (agents.get(id ?? 0)?.name ?? 'an agent'));
  const [first] = call.handOvers;
  const agent = name(first === undefined ? call.agentId : first.fromAgentId);
  const stops: (Stop | null)[] = [
    { at: call.createdAt, text: ENTRIES[call.brief === undefined ? call.origin : 'fin'] ?? 'Began' },
    call.queuedAt === null
      ? null
      : { at: call.queuedAt, text: call.menu === null ? 'Began to wait' : `Chose ${call.menu.path}` },
    call.assignedAt === null
      ? null
      : {
          at: call.assignedAt,
          text: `${call.direction === 'inbound' ? 'Answered by' : 'Placed by'} ${agent}${waited(call)}`,
        },
    call.connectedAt === null ? null : { at: call.connectedAt, text: 'Connected' },
    ...call.handOvers.map(({ at, toAgentId }) => ({ at, text: `Transferred to ${name(toAgentId)}` })),
    call.endsAt === null ? null : { at: call.endsAt, text: endOf(call) },
  ];
  return stops.filter((stop) => stop !== null);
}

function endOf(call: CallView): string {
  if (call.state.startsWith('voicemail_')) return 'Voicemail left';
  return failWord(call) ?? endedByWord(call) ?? 'Ended';
}

function waited({ queuedAt, assignedAt }: CallView): string {
  if (queuedAt === null || assignedAt === null) return '';
  return ` after ${writeDuration(secondsBetween(queuedAt, assignedAt))}`;
}
