/**
 * One call's media: brings what its ends hear in line with how it stands, one step at a time, as often as it changes.
 */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import { thirdParty } from '#domain/call/participant.ts';
import { isLive } from '#domain/call/state.ts';
import type { LegId } from '../media-server.ts';
import { createConversation } from './bridge.ts';
import { soundsOf } from './announcements.ts';
import type { Voice } from './announcements.ts';
import type { KeyPresses } from './key-presses.ts';
import { createKeyPresses } from './key-presses.ts';
import { createNearEnds } from './near-ends.ts';
import type { LineParts } from './line-parts.ts';
import type { Announcement, Topology } from './topology.ts';
import { createRingBack } from './ring-back.ts';
import { isOver, presentAgent, topologyOf } from './topology.ts';

/** How long a menu is silent before it says itself again. Milliseconds. */
const MENU_PAUSE_MS = 5_000;
/** The longest message. Milliseconds; below the longest time that a call may stand in `voicemail`. */
const MAX_MESSAGE_MS = 120_000;

export type Line = {
  /** The keys of its far end, each press once. */
  readonly keys: KeyPresses;
  call(): Call;
  /** The call is now as given. */
  follow(call: Call): void;
  /** A leg came or went, or the menu is another: look again. */
  touch(): void;
  /** Those whom the caller talks with are gone for the moment: they hear music. */
  isAlone(): boolean;
  /** The leg of the caller's side. */
  farLeg(): LegId | undefined;
  /** Whether the call ends with the leg: it is the far end's, or that of someone who is played. */
  isOf(legId: LegId): boolean;
  /** A leg of ours died that mixed voices, if it was one: they are mixed anew. */
  lost(legId: LegId): void;
  /** How long the caller has had to speak since the tone; 0 before it. Seconds. */
  messageSeconds(): number;
  /** The far end is to be another call's: this one releases it. Resolves when nothing is done with it any more. */
  letGo(): Promise<void>;
  /** Nothing is left to do when its work is settled. */
  isOver(): boolean;
  settled(): Promise<void>;
};

/** Makes the line of a call. */
export function createLine(first: Call, parts: LineParts): Line {
  const { media, clock, prompts, world, agents, played: people, playlists, recordings, release, moved } = parts;
  const conversation = createConversation(media);
  const near = createNearEnds(parts);
  const ringBack = createRingBack(media, prompts, conversation);
  let call = first;
  let ends = parts.farEndsOf(first);
  /** What the far leg was last made to do; the same again is nothing to do. */
  let done = '';
  /** Sounds that are being made. */
  const preparing = new Set<Promise<void>>();
  let isAlone = false;
  /** When the tone was heard after which a message is left. Milliseconds of the clock's `elapsed`; null until then. */
  let beepedAt: number | null = null;
  let isWarm = false;
  let isLetGo = false;
  /** What the menu that was chosen says has been said. */
  let isAnnounced = false;
  let wish = 0;
  let working: Promise<void> | null = null;
  let [cancelMenu, cancelMessage] = [(): void => undefined, (): void => undefined];

  const touch = (): void => {
    wish += 1;
    working ??= work().finally(() => {
      working = null;
    });
  };

  const work = async (): Promise<void> => {
    for (let seen = -1; seen !== wish;) {
      seen = wish;
      await reconcile().catch((error: unknown) => {
        done = ''; // What was begun may be half done: the next look does it again.
        world.failed('media.line', error);
      });
    }
  };

  const farLeg = (): LegId | undefined => (isLetGo ? undefined : ends.legOf(call));

  /** Another carrier may have taken the call over: the one before has nothing more to do with it. */
  const turnToCarrier = async (now: Call): Promise<void> => {
    const [former, present] = [ends, parts.farEndsOf(now)];
    if (present === former) return;
    ends = present;
    done = '';
    await former.release(now);
  };

  const reconcile = async (): Promise<void> => {
    const now = call;
    const topology = topologyOf(now);
    await turnToCarrier(now);
    if (topology.caller.kind === 'gone') return hangUp(now);
    prefetch(now);
    await reportReady(now);
    if (call !== now) return; // What was reported has moved it: the next look is for how it stands then.
    if (now.state === 'connected' && (await isListenedTo(now))) await ends.isListenedTo?.(now);
    await closeThirdParty(now);
    if (ends.early !== undefined) await ringBack.hear(await near.leadingLeg(now), ends.early(now));
    const far = farLeg();
    await near.measure(now, ends.isLive ? far : undefined);
    if (far !== undefined) await arrange(now, topology, far);
    if (now.state === 'connected') await record(now, topology, far);
  };

  /** What will be heard soon is made before it is asked for. */
  const prefetch = (now: Call): void => {
    if (isWarm || !isLive(now.state)) return;
    isWarm = true;
    const sounds = [soundsOf(voiceFor(now), ends.isLive ? 'queue' : 'hold'), ends.prepare?.(now)];
    for (const sound of sounds) sound?.catch((error: unknown) => world.failed('media.prompt', error));
  };

  /** The agent's end is ready: what follows, the carrier knows. */
  const reportReady = async (now: Call): Promise<void> => {
    if ((await near.leadingLeg(now)) !== undefined) await ends.agentIsReady(now);
  };

  const isListenedTo = async (now: Call): Promise<boolean> => {
    const agentId = presentAgent(now);
    return (
      agentId !== null && agents.get(agentId) !== undefined && !(await world.isSimulated(now.workspaceId, agentId))
    );
  };

  const closeThirdParty = async (now: Call): Promise<void> => {
    if (thirdParty(now.participants) === undefined) await people.release(now, 'third_party');
  };

  const arrange = async (now: Call, { caller, aside }: Topology, far: LegId): Promise<void> => {
    const nears = caller.kind === 'talks' ? await near.legsOf(call, caller.with) : [];
    const wasAlone = isAlone;
    isAlone = caller.kind === 'talks' && nears.length === 0;
    // The agent's leg is gone for a moment: music says that the call is still up.
    if (isAlone) await hear(now, far, 'hold');
    else if (nears.length > 0) await talk(far, nears);
    if (caller.kind === 'with_voice_agent') await meetVoiceAgent(now, far);
    if (caller.kind === 'hears') {
      await hear(now, far, caller.what);
      const legs = await near.legsOf(call, aside);
      if (legs.length > 1) await conversation.join(legs);
    }
    if (isAlone !== wasAlone) moved(call);
  };

  const talk = async (far: LegId, nears: readonly LegId[]): Promise<void> => {
    if (done !== 'talks') silence(far);
    done = 'talks';
    await conversation.join([far, ...nears]);
  };

  const meetVoiceAgent = async (now: Call, far: LegId): Promise<void> => {
    await talk(far, [await parts.voices.legOf(now)]);
    world.voiceAgent.meets(now, far);
  };

  const silence = (far: LegId): void => {
    cancelMenu();
    playlists.drop(far);
  };

  const hear = async (now: Call, far: LegId, what: Announcement): Promise<void> => {
    const menu = what === 'menu' ? await world.menuPrompt(now) : null;
    const key = `hears ${far} ${what} ${menu?.place ?? ''} ${menu?.text ?? ''}`;
    if (done.startsWith(key)) return;
    silence(far);
    await conversation.end();
    done = key;
    // A text that no one has spoken yet takes its time to be made, and the call continues meanwhile.
    const playing = play(now, far, what, key)
      .catch((error: unknown) => {
        if (done === key) done = ''; // The next look tries again.
        world.failed('media.prompt', error);
      })
      .finally(() => preparing.delete(playing));
    preparing.add(playing);
  };

  const voiceFor = (now: Call): Voice => ({
    prompts,
    own: async (place) => world.ownSound(now, place),
    // Where a caller stands is said as often as they hear it, what they have chosen once.
    menu: async () => (now.state === 'selecting' || !isAnnounced ? world.menuPrompt(now) : null),
  });

  const play = async (now: Call, far: LegId, what: Announcement, key: string): Promise<void> => {
    const sounds = await soundsOf(voiceFor(now), what);
    if (now.state !== 'selecting') isAnnounced = true;
    if (done.startsWith(key)) await playlists.start(far, sounds, what === 'menu', () => played(what, key));
  };

  /** What follows when the last sound has been heard. */
  const played = (what: Announcement, key: string): void => {
    if (what === 'menu') sayAgain(key);
    if (call.state === 'deflected') release(call.id);
    // A call that has ended meanwhile takes no message, and nothing waits for its end.
    if (what !== 'voicemail' || call.state !== 'voicemail') return;
    beepedAt ??= clock.elapsed();
    background('media.recording', recordVoicemail());
    cancelMessage();
    cancelMessage = clock.after(MAX_MESSAGE_MS, leaveMessage);
  };

  const sayAgain = (key: string): void => {
    cancelMenu = clock.after(MENU_PAUSE_MS, async () => {
      if (done !== key) return;
      done = '';
      touch();
    });
  };

  const leaveMessage = async (): Promise<void> =>
    void (await world.report(call.id, { type: 'voicemail_left', by: 'system' }));

  const recordVoicemail = async (far = farLeg()): Promise<void> => {
    if (beepedAt !== null && call.state === 'voicemail' && far !== undefined)
      await recordings.lead(call, { left: null, right: far });
  };

  /** On hold no one is recorded: what the caller says to the music is no one's business. */
  const record = async (now: Call, { caller }: Topology, far: LegId | undefined): Promise<void> => {
    if (far === undefined && !recordings.has(now)) return;
    const isTalking = caller.kind !== 'hears' && far !== undefined && !isAlone;
    await recordings.lead(
      now,
      isTalking ? { left: conversation.heardBy(far), right: far } : { left: null, right: null },
    );
  };

  const hangUp = async (now: Call): Promise<void> => {
    cancelMenu();
    await ringBack.hear(undefined, undefined);
    const far = farLeg();
    if (far !== undefined) playlists.drop(far);
    await conversation.end();
    done = 'gone';
    if (ends.isLive || recordings.has(now)) await recordings.close(now);
    await near.measure(now, undefined);
    await ends.release(now);
    await people.release(now);
    await parts.voices.release(now);
  };

  return {
    keys: createKeyPresses(),
    call: () => call,
    follow(next) {
      if (next.version < call.version) return;
      call = next;
      touch();
      if (next.state === 'voicemail') background('media.recording', recordVoicemail());
      else cancelMessage();
    },
    touch,
    isAlone: () => isAlone,
    farLeg,
    lost(legId) {
      if (conversation.lost(legId)) touch();
    },
    async letGo() {
      const far = farLeg();
      isLetGo = true;
      await working;
      if (far !== undefined) silence(far);
      await conversation.end();
    },
    isOf: (legId) => farLeg() === legId || near.has(call, legId) || parts.voices.has(call, legId),
    messageSeconds: () => (beepedAt === null ? 0 : (clock.elapsed() - beepedAt) / 1000),
    isOver: () => isOver(call),
    async settled() {
      const isBusy = (): boolean => working !== null || preparing.size > 0;
      while (isBusy()) await Promise.all([working, ...preparing]);
    },
  };
}
