/**
 * The simulator carrier: plays the far end of every call it carries, and the simulated agents. It is a feature and says so: nobody is
 * really called. It reports to the engine like any carrier; its recordings are real sound.
 */
import type { Call } from '#call/call.ts';
import type { FinOutcome } from '#call/external-call.ts';
import type { Clock, TranscriptStore } from '#call/ports.ts';
import { talkSeconds } from '#call/duration.ts';
import { isLive } from '#call/state.ts';
import type { Carrier, Report } from '../carrier.ts';
import { behaviourOf } from './magic-numbers.ts';
import { SIMULATOR_NAMES } from './names.ts';
import { createRecorder } from './recorder.ts';
import type { Speech } from './speech.ts';
import type { Act, Simulated } from './story.ts';
import { nextAct, resolutionOf, wordsOf } from './story.ts';

/** More than the longest dialogue takes. Bytes. */
const LARGEST_RECORDING = 8_000_000;

/** The engine as the simulator uses it, beyond the carrier's door. */
export type World = {
  readonly report: Report;
  answer(call: Call, agentId: number): Promise<unknown>;
  /** The caller chooses: the menu given, or the first one open to phones. */
  chooseMenu(call: Call, menuId: number | null): Promise<unknown>;
  simulatedAgents(workspaceId: number): Promise<Simulated>;
  resolveFin(callId: number, outcome: FinOutcome): Promise<void>;
  /** Calls the workspace's people for a caller whom Fin could not help. Safe to repeat. */
  handToPeople(call: Call): Promise<unknown>;
  /** Whether the call's real sound is being written down by whoever has it. Absent: never. */
  isRecordedElsewhere?(call: Call): boolean;
  readonly transcripts: Pick<TranscriptStore, 'put'>;
  /** Where the file of a recording belongs. */
  recordingPath(uid: string): string;
  /** Whether the disk has room for so many bytes of recordings more; absent: always. */
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
  willChoose(callId: number, menuId: number): void;
  /** Nothing more happens by itself in the call: its director says what does. */
  holdStory(call: Call): void;
  /** The call goes on by itself from where it is. */
  resumeStory(call: Call): void;
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
  const planning = new Set<Promise<void>>();

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

  const plan = async (call: Call): Promise<void> => {
    const next = directed.has(call.id) ? null : nextAct(call, await world.simulatedAgents(call.workspaceId));
    if (next === null || versions.get(call.id) !== call.version) return;
    const due = next.since.getTime() + next.after / speed;
    const delay = Math.max(0, due - clock.now().getTime());
    timers.set(
      call.id,
      clock.after(delay, async () => {
        timers.delete(call.id);
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
        await resolve(call);
        await world.report(call.id, { type: 'recording_failed' });
        await world.report(call.id, { type: 'transcription_failed' });
      })
      .catch((error: unknown) => world.failed('simulator.recording', error))
      .finally(() => concluding.delete(call.id));
    concluding.set(call.id, work);
  };

  const render = async (call: Call): Promise<void> => {
    const words = wordsOf(call, cutAt(call));
    if (call.origin === 'fin' && HANDED_ON.has(resolutionOf(call))) await world.handToPeople(call);
    if (call.recording === null) return;
    if ((await world.hasRoom?.(LARGEST_RECORDING)) === false) {
      await resolve(call);
      await world.report(call.id, { type: 'recording_failed', reason: 'disk_reserve' });
      await world.report(call.id, { type: 'transcription_failed' });
      return;
    }
    const rendered = await recorder.renderRecording(words.turns, {
      path: world.recordingPath(call.recording.uid),
      beep: words.beep,
    });
    if (!rendered.ok) throw new Error(`The recording was refused: ${rendered.refusal}.`);
    await world.transcripts.put(call.workspaceId, { callId: call.id, turns: rendered.turns, createdAt: clock.now() });
    await resolve(call);
    await world.report(call.id, { type: 'recording_stored', seconds: rendered.seconds, bytes: rendered.bytes });
    await world.report(call.id, { type: 'transcribed', summary: words.summary });
  };

  /** Tells how Fin's work ended. Who sees that it has ended finds the words already written down. */
  const resolve = async (call: Call): Promise<void> => {
    if (call.origin !== 'fin') return;
    const { summary, intents } = wordsOf(call, cutAt(call));
    await world.resolveFin(call.id, { resolution: resolutionOf(call), summary, intents });
  };

  /** Seconds after which the talk was cut off, in the story's time; undefined when everything was said. */
  const cutAt = (call: Call): number | undefined => {
    const talked = call.voicemailReason === 'not_voicemail' ? talkSeconds(call) : null;
    return talked === null || speed > 1 ? undefined : Math.max(1, talked + 1);
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
      // One of the two follows all calls: the simulated agents may be rung for any, whoever carries it.
      follow: place === 0 ? follow : () => undefined,
      sendText: async (message) => sendText(message.to),
      stop,
    })),
    willChoose: (callId, menuId) => void choices.set(callId, menuId),
    holdStory(call) {
      directed.add(call.id);
      follow(call);
    },
    resumeStory(call) {
      directed.delete(call.id);
      follow(call);
    },
    async settled() {
      while (planning.size > 0 || concluding.size > 0) await Promise.all([...planning, ...concluding.values()]);
    },
  };
}

const HANDED_ON: ReadonlySet<string> = new Set(['escalated', 'procedure_handoff']);
