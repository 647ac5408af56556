/**
 * The simulator carrier: plays the far end of every call it carries, and the simulated agents. It is a feature and says
 * so: no one is really called. It reports to the engine like any carrier; its recordings are real sound.
 */
import { LRUCache } from 'lru-cache';
import type { Call } from '#domain/call/call.ts';
import type { FinOutcome, Resolution } from '#domain/call/external-call.ts';
import type { Clock, StoredEvent, TranscriptStore } from '#domain/ports/stores.ts';
import { isLive } from '#domain/call/state.ts';
import type { Carrier, Report } from '../carrier.ts';
import type { Dialogue } from './dialogue.ts';
import type { TalkingAgent } from './fin-talk.ts';
import { finTalkOf } from './fin-talk.ts';
import { behaviourOf } from './magic-numbers.ts';
import { SIMULATOR_NAMES } from './names.ts';
import { createRecorder } from './recorder.ts';
import type { Speech } from './speech.ts';
import type { Act, Simulated, Talk } from './story.ts';
import { nextAct, resolutionOf, scriptFor } from './story.ts';
import { stretchesOf } from './talk.ts';
import { NOTHING_TOLD, toldOf } from './told.ts';
import { MAX_TRACK } from './track.ts';

/** Two sides of 8000 frames of two bytes. */
const BYTES_A_SECOND = 32_000;

/** Calls of Fin whose words are kept until they are written down. */
const MAX_TALKS = 1000;

/** The engine as the simulator uses it, beyond the carrier's door. */
export type World = {
  readonly report: Report;
  answer(call: Call, agentId: number): Promise<unknown>;
  /** The caller chooses: the menu given, or the first one open to phones. */
  chooseMenu(call: Call, menuId: number | null): Promise<unknown>;
  simulatedAgents(workspaceId: number): Promise<Simulated>;
  resolveFin(callId: number, outcome: FinOutcome): Promise<void>;
  /** Calls the workspace's people for a caller whom Fin could not help. Safe to repeat. */
  escalateToQueue(call: Call): Promise<unknown>;
  /** Whether the call's real sound is being transcribed by the carrier that has it. Absent: never. */
  isRecordedElsewhere?(call: Call): boolean;
  /** The voice agents of workspaces; absent: what Fin says is told by scripts alone. */
  readonly voiceAgent?: TalkingAgent;
  /** What has happened in the call, in order. */
  eventsOf(call: Call): Promise<readonly StoredEvent[]>;
  readonly transcripts: Pick<TranscriptStore, 'put'>;
  /** Where the file of a recording belongs. */
  recordingPath(uid: string): string;
  /** Whether the disk has room for this many bytes of recordings more; absent: always. */
  hasRoom?(bytes: number): Promise<boolean>;
  failed(what: string, error: unknown): void;
};

export type SimulatorOptions = {
  readonly clock: Clock;
  /** 1 is life-like, 100 a hundredth of the time. */
  readonly speed: number;
  readonly speech: Speech;
  readonly world: World;
};

/** The simulator, and its doors for those who direct it from outside. */
export type Simulator = {
  readonly carriers: readonly Carrier[];
  /** Which menu the caller of a call will choose. */
  presetMenu(callId: number, menuId: number): void;
  /** Nothing more happens by itself in the call: its director says what does. */
  takeControl(call: Call): void;
  /** The call continues by itself from where it is. */
  releaseControl(call: Call): void;
  settled(): Promise<void>;
};

/** Makes the simulator. */
export function createSimulator({ clock, speed, speech, world }: SimulatorOptions): Simulator {
  const recorder = createRecorder({ speech });
  const timers = new Map<number, () => void>();
  const choices = new Map<number, number>();
  const directed = new Set<number>();
  /** The version each followed call was last told in; a plan made for an older one is dropped. */
  const versions = new Map<number, number>();
  const concluding = new Map<number, Promise<void>>();
  /** When calls ended by their stories, which is a little before their timers run. */
  const planned = new Map<number, Date>();
  const planning = new Set<Promise<void>>();
  const finTalks = new LRUCache<number, Promise<Dialogue | null>>({ max: MAX_TALKS });

  const follow = (call: Call): void => {
    timers.get(call.id)?.();
    timers.delete(call.id);
    versions.set(call.id, call.version);
    if (call.deadlineAt === null) {
      choices.delete(call.id);
      directed.delete(call.id);
      versions.delete(call.id);
      return;
    }
    const isOurs = world.isRecordedElsewhere?.(call) !== true;
    if (call.recording?.status === 'pending' && !isLive(call.state) && isOurs) conclude(call);
    const planned = plan(call)
      .catch((error: unknown) => world.failed('simulator.plan', error))
      .finally(() => planning.delete(planned));
    planning.add(planned);
  };

  /** What Fin and the caller say, where the workspace has articles: once for each call, so that its length stands. */
  const finTalk = async (call: Call): Promise<Dialogue | null> => {
    const agent = world.voiceAgent;
    const isTalk = call.origin === 'fin' && call.connectedAt !== null && call.voicemailReason === 'not_voicemail';
    if (agent === undefined || !isTalk) return null;
    const { id: callId, workspaceId, lang } = call;
    const made = finTalks.get(callId);
    if (made !== undefined) return made;
    const talk = { callId, workspaceId, lang, isRecorded: true, resolution: resolutionOf(call) };
    const making = finTalkOf(agent, talk);
    finTalks.set(callId, making);
    making.catch(() => finTalks.delete(callId));
    return making;
  };

  const plan = async (call: Call): Promise<void> => {
    const next = directed.has(call.id)
      ? null
      : nextAct(call, await world.simulatedAgents(call.workspaceId), await talkSoFar(call), await finTalk(call));
    // A director may have taken the call over meanwhile.
    if (next === null || directed.has(call.id) || versions.get(call.id) !== call.version) return;
    const due = next.since.getTime() + next.after / speed;
    const delay = Math.max(0, due - clock.now().getTime());
    timers.set(
      call.id,
      clock.after(delay, async () => {
        timers.delete(call.id);
        // By the story it happens now, however late the timer: what is said is measured by it.
        if (next.act.do === 'report' && ENDS.has(next.act.event.type)) planned.set(call.id, new Date(due));
        // What fails here is done when the engine next makes its rounds.
        await perform(call, next.act).catch((error: unknown) => world.failed('simulator.act', error));
      }),
    );
  };

  const perform = async (call: Call, act: Act): Promise<unknown> => {
    switch (act.do) {
      case 'report':
        return world.report(call.id, act.event);
      case 'answer':
        return world.answer(call, act.agentId);
      case 'choose_menu':
        return world.chooseMenu(call, choices.get(call.id) ?? null);
      default:
        return act satisfies never;
    }
  };

  /** Writes down what was said, once the call has ended. */
  const conclude = (call: Call): void => {
    if (concluding.has(call.id)) return;
    const work = render(call)
      .catch(async (error: unknown) => {
        world.failed('simulator.recording', error);
        await resolve(call, NOTHING_TOLD);
        await world.report(call.id, { type: 'recording_failed' });
        await world.report(call.id, { type: 'transcription_failed' });
      })
      .catch((error: unknown) => world.failed('simulator.recording', error))
      .finally(() => {
        concluding.delete(call.id);
        planned.delete(call.id);
      });
    concluding.set(call.id, work);
  };

  const render = async (call: Call): Promise<void> => {
    if (call.origin === 'fin' && HANDED_ON.has(outcomeOf(call))) await world.escalateToQueue(call);
    if (call.recording === null) return;
    if (call.state === 'deflected') {
      // The caller hung up on the box: no message, and nothing to write down.
      await world.report(call.id, { type: 'recording_failed' });
      await world.report(call.id, { type: 'transcription_omitted' });
      return;
    }
    const dialogue = (await finTalk(call)) ?? scriptFor(call);
    const { begin, end, stretches } = await talkOf(call);
    const second = (at: Date): number => ((at.getTime() - begin.getTime()) / 1000) * speed;
    if ((await world.hasRoom?.(Math.ceil(Math.min(second(end), MAX_TRACK) * BYTES_A_SECOND))) === false) {
      await resolve(call, NOTHING_TOLD);
      await world.report(call.id, { type: 'recording_failed', reason: 'disk_reserve' });
      await world.report(call.id, { type: 'transcription_failed' });
      return;
    }
    const rendered = await recorder.renderRecording(dialogue.turns, {
      path: world.recordingPath(call.recording.uid),
      beep: dialogue.beep,
      seconds: second(end),
      spans: stretches.map(({ from, to, agentId }) => ({ from: second(from), to: second(to ?? end), agentId })),
    });
    if (!rendered.ok) throw new Error(`The recording was refused: ${rendered.refusal}.`);
    const { turns, seconds, bytes } = rendered;
    await world.transcripts.put(call.workspaceId, { callId: call.id, turns, createdAt: clock.now(), engine: null });
    const told = toldOf(dialogue, turns, rendered.isWhole);
    await resolve(call, told);
    await world.report(call.id, { type: 'recording_stored', seconds, bytes });
    await world.report(call.id, { type: 'transcribed', summary: told.summary === '' ? null : told.summary });
  };

  /** Tells how Fin's work ended. Who sees that it has ended finds the words already written down. */
  const resolve = async (call: Call, told: Omit<FinOutcome, 'resolution'>): Promise<void> => {
    if (call.origin === 'fin') await world.resolveFin(call.id, { resolution: outcomeOf(call), ...told });
  };

  /** When someone talks in the call, from its connection, or from the greeting of the box, until its end. */
  const talkOf = async (call: Call) => {
    const end = planned.get(call.id) ?? call.endsAt ?? clock.now();
    // Without a hold or a hand-over there is nothing in the events that the call does not tell.
    const isPlain = call.holdSeconds === 0 && call.heldSince === null && call.participants.length <= 2;
    const stretches = stretchesOf(call, isPlain ? [] : await world.eventsOf(call), end);
    const message = call.voicemailReason === 'not_voicemail' ? null : (call.deflections.at(-1)?.at ?? null);
    return { begin: message ?? call.connectedAt ?? end, end, stretches };
  };

  /** How far the talk of a call in progress has come; null where no one talks at present. */
  const talkSoFar = async (call: Call): Promise<Talk | null> => {
    if (call.state !== 'connected') return null;
    const { stretches, end } = await talkOf(call);
    const last = stretches.at(-1);
    if (last === undefined) return { since: call.connectedAt ?? end, said: 0 };
    if (last.to !== null && last.to < end) return null;
    const before = stretches
      .slice(0, -1)
      .reduce((sum, { from, to }) => sum + (to ?? from).getTime() - from.getTime(), 0);
    return { since: last.from, said: (before / 1000) * speed };
  };

  const sendText = async (to: string): Promise<boolean> => behaviourOf(to) !== 'text_fails';
  const stop = async (): Promise<void> => {
    for (const cancel of timers.values()) cancel();
    timers.clear();
    await Promise.all(concluding.values());
  };

  return {
    carriers: SIMULATOR_NAMES.map((name, place) => ({
      name,
      // One of the two follows all calls: the simulated agents may be rung for any call, whichever carrier has it.
      follow: place === 0 ? follow : () => undefined,
      sendText: async (message) => sendText(message.to),
      stop,
    })),
    presetMenu: (callId, menuId) => void choices.set(callId, menuId),
    takeControl(call) {
      directed.add(call.id);
      follow(call);
    },
    releaseControl(call) {
      directed.delete(call.id);
      follow(call);
    },
    async settled() {
      while (planning.size > 0 || concluding.size > 0) await Promise.all([...planning, ...concluding.values()]);
    },
  };
}

const HANDED_ON: ReadonlySet<string> = new Set(['escalated', 'procedure_handoff']);

/** What a story ends a call with. */
const ENDS: ReadonlySet<string> = new Set(['hung_up', 'voicemail_left']);

/**
 * How Fin's work on the call ended: as its story tells if Fin came to its end, else the caller left without asking for
 * more.
 */
function outcomeOf(call: Call): Resolution {
  return call.disconnectedBy === 'disconnected_by_virtual_agent' ? resolutionOf(call) : 'assumed_resolution';
}
