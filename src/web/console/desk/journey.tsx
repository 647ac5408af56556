/** How a call came to where it is, in a few lines. */
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useWorld } from '../link/use-desk.ts';
import type { World } from '../link/world.ts';
import { say } from '../parts/language.ts';
import { secondsBetween, writeDuration, writeTime } from '../parts/time.ts';
import { endedByWord, failWord } from '../parts/words.ts';

type Stop = { readonly at: string; readonly text: string };

/** The lines, in order. */
export function Journey({ call }: { readonly call: CallView }): ReactElement {
  const world = useWorld();
  return (
    <section aria-label={say('desk.journey.title')}>
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

/** Where calls come from that there is a sentence for. */
const ENTRIES = ['web', 'phone', 'outbound_desk', 'outbound_api', 'incoming_api', 'scheduled_api', 'fin'] as const;

function entryOf({ brief, origin }: CallView): string {
  const known = ENTRIES.find((each) => each === (brief === undefined ? origin : 'fin'));
  return say(known === undefined ? 'desk.journey.began' : `desk.journey.from.${known}`);
}

function stopsOf(call: CallView, { agents, me }: World): readonly Stop[] {
  const name = (id: number | null): string =>
    id === me.id ? say('desk.journey.you') : (agents.get(id ?? 0)?.name ?? say('desk.journey.anAgent'));
  const [first] = call.handOvers;
  const agent = name(first === undefined ? call.agentId : first.fromAgentId);
  const stops: (Stop | null)[] = [
    { at: call.createdAt, text: entryOf(call) },
    call.queuedAt === null
      ? null
      : {
          at: call.queuedAt,
          text: call.menu === null ? say('desk.journey.waits') : say('desk.journey.chose', { menu: call.menu.path }),
        },
    call.assignedAt === null
      ? null
      : {
          at: call.assignedAt,
          text: takenBy(call, agent),
        },
    call.connectedAt === null ? null : { at: call.connectedAt, text: say('desk.journey.connected') },
    ...call.handOvers.map(({ at, toAgentId }) => ({
      at,
      text: say('desk.journey.transferred', { name: name(toAgentId) }),
    })),
    call.endsAt === null ? null : { at: call.endsAt, text: endOf(call) },
  ];
  return stops.filter((stop) => stop !== null);
}

function endOf(call: CallView): string {
  if (call.state.startsWith('voicemail_')) return say('desk.journey.voicemail');
  return failWord(call) ?? endedByWord(call) ?? say('desk.journey.ended');
}

function takenBy({ direction, queuedAt, assignedAt }: CallView, agent: string): string {
  const way = direction === 'inbound' ? 'answered' : 'placed';
  if (queuedAt === null || assignedAt === null) return say(`desk.journey.${way}`, { agent });
  return say(`desk.journey.${way}After`, { agent, time: writeDuration(secondsBetween(queuedAt, assignedAt)) });
}
