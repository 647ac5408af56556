/** One call's sound: brings what its ends hear in line with how it stands, one step at a time, as often as it changes. */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import { thirdParty } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { isLive } from '#domain/call/state.ts';
import type { LegId, Media } from '../media-server.ts';
import { createConversation } from './bridge.ts';
import { soundsOf } from './announcements.ts';
import type { Voice } from './announcements.ts';
import type { Legs } from './leg-registry.ts';
import type { Playlists } from './playlist.ts';
import type { CallRecordings } from './call-recordings.ts';
import type { Hearing, Talker, Topology } from './topology.ts';
import { presentAgent, topologyOf } from './topology.ts';
import type { Prompts, WebrtcWorld } from './ports.ts';

/** How long a menu is silent before it says itself again. Milliseconds. */
const MENU_PAUSE_MS = 5_000;
/** The longest message. Milliseconds; below the longest time that a call may stand in `voicemail`. */
const LONGEST_MESSAGE_MS = 120_000;

export type LineParts = {
  readonly media: Media;
  readonly clock: Clock;
  readonly prompts: Prompts;
  readonly world: WebrtcWorld;
  readonly agents: Legs<number>;
  readonly callers: Legs<string>;
  readonly playlists: Playlists;
  readonly recordings: CallRecordings;
  /** The caller was told that nobody is there, and has been let go. */
  letGo(callId: number): void;
  /** Those whom the caller talks with are gone from his ear, or back. */
  moved(call: Call): void;
};

export type Line = {
  call(): Call;
  /** The call is now as given. */
  follow(call: Call): void;
  /** A leg came or went, or the menu is another: look again. */
  touch(): void;
  /** Those he talks with are gone for the moment: he hears music. */
  isAlone(): boolean;
  /** The leg of the caller's side, real or played. */
  farLeg(): LegId | undefined;
  hasFileLeg(legId: LegId): boolean;
  /** A leg of ours died that mixed voices, if it was one: they are mixed anew. */
  lost(legId: LegId): void;
  /** Nothing is left to do when its work is settled. */
  isOver(): boolean;
  settled(): Promise<void>;
};

/** Who is played by a file. */
type Played = 'user' | 'agent' | 'third_party';

/** Makes the line of a call. */
export function createLine(first: Call, parts: LineParts): Line {
  const { media, clock, prompts, world, agents, callers, playlists, recordings, letGo, moved } = parts;
  const isWeb = first.carrier === 'webrtc';
  const files = new Map<Played, LegId>();
  const conversation = createConversation(media);
  let call = first;
  /** What the far leg was last made to do; the same again is nothing to do. */
  let done = '';
  /** Sounds that are being made. */
  const preparing = new Set<Promise<void>>();
  let isAlone = false;
  let isBeeped = false;
  let isWarm = false;
  /** What the menu that he chose says has been said. */
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
        world.failed('webrtc.line', error);
      });
    }
  };

  const fileLeg = async (who: Played): Promise<LegId> => {
    const known = files.get(who);
    if (known !== undefined) return known;
    const path = await prompts.pathFor(world.wordsOf(call, who));
    const legId = await media.createFileLeg({ path, isLooped: false });
    files.set(who, legId);
    return legId;
  };

  const farLeg = (): LegId | undefined => (isWeb ? callers.get(call.uid)?.legId : files.get('user'));

  /** The agent's leg, or the file that speaks for him; undefined while he has none that works. */
  const agentLeg = async (agentId: number): Promise<LegId | undefined> => {
    if (await world.isPlayed(call.workspaceId, agentId)) return isWeb ? fileLeg('agent') : undefined;
    const leg = agents.get(agentId);
    return leg?.state === 'connected' ? leg.legId : undefined;
  };

  const reconcile = async (): Promise<void> => {
    const now = call;
    const topology = topologyOf(now);
    if (topology.caller.kind === 'gone') return hangUp(now);
    warmUp(now);
    await reportReady(now);
    if (call !== now) return; // What was reported has moved it: the next look is for how it stands then.
    if (now.state === 'connected' && !isWeb && (await farEndIsNeeded(now))) await fileLeg('user');
    await closeThirdParty(now);
    const far = farLeg();
    if (far !== undefined) await arrange(now, topology, far);
    if (now.state === 'connected') await record(now, topology, far);
  };

  /** What will be heard soon is made before it is asked for. */
  const warmUp = (now: Call): void => {
    if (isWarm || !isLive(now.state)) return;
    isWarm = true;
    const sounds: Promise<unknown>[] = [soundsOf(voiceFor(now), isWeb ? 'queue' : 'hold')];
    if (!isWeb) sounds.push(prompts.pathFor(world.wordsOf(now, 'user')));
    for (const sound of sounds) sound.catch((error: unknown) => world.failed('webrtc.prompt', error));
  };

  /** Says what only this carrier knows: the agent's end is ready. */
  const reportReady = async (now: Call): Promise<void> => {
    const agentId = presentAgent(now);
    if (agentId === null || (await agentLeg(agentId)) === undefined) return;
    if (isWeb && (now.state === 'assigned' || now.state === 'connecting'))
      await world.report(now.id, { type: 'legs_bridged' });
    else if (!isWeb && now.state === 'assigned') await world.report(now.id, { type: 'leg_ringing' });
  };

  /** A played caller is only heard by somebody who is real. */
  const farEndIsNeeded = async (now: Call): Promise<boolean> => {
    const agentId = presentAgent(now);
    return agentId !== null && agents.get(agentId) !== undefined && !(await world.isPlayed(now.workspaceId, agentId));
  };

  const closeThirdParty = async (now: Call): Promise<void> => {
    const legId = files.get('third_party');
    if (legId === undefined || thirdParty(now.participants) !== undefined) return;
    files.delete('third_party');
    await media.close(legId);
  };

  const arrange = async (now: Call, { caller, aside }: Topology, far: LegId): Promise<void> => {
    const nears = caller.kind === 'talks' ? await legsOf(caller.with) : [];
    const wasAlone = isAlone;
    isAlone = caller.kind === 'talks' && nears.length === 0;
    // His agent's leg is gone for a moment: music says that the call goes on.
    if (isAlone) await hear(now, far, 'hold');
    else if (nears.length > 0) await talk(far, nears);
    if (caller.kind === 'hears') {
      await hear(now, far, caller.what);
      const legs = await legsOf(aside);
      if (legs.length > 1) await conversation.join(legs);
    }
    if (isAlone !== wasAlone) moved(call);
  };

  /** The legs that work, each once. */
  const legsOf = async (talkers: readonly Talker[]): Promise<readonly LegId[]> => {
    const legs = new Set<LegId>();
    for (const talker of talkers) {
      const leg = talker === 'third_party' ? await fileLeg('third_party') : await agentLeg(talker.agentId);
      if (leg !== undefined) legs.add(leg);
    }
    return [...legs];
  };

  const talk = async (far: LegId, nears: readonly LegId[]): Promise<void> => {
    if (done !== 'talks') silence(far);
    done = 'talks';
    await conversation.join([far, ...nears]);
  };

  const silence = (far: LegId): void => {
    cancelMenu();
    playlists.drop(far);
  };

  const hear = async (now: Call, far: LegId, what: Hearing): Promise<void> => {
    const menu = what === 'menu' ? await world.menuPrompt(now) : null;
    const key = `hears ${far} ${what} ${menu?.place ?? ''} ${menu?.text ?? ''}`;
    if (done.startsWith(key)) return;
    silence(far);
    await conversation.end();
    done = key;
    // A text that nobody has spoken yet takes its time to be made, and the call goes on meanwhile.
    const playing = play(now, far, what, key)
      .catch((error: unknown) => {
        if (done === key) done = ''; // The next look tries again.
        world.failed('webrtc.prompt', error);
      })
      .finally(() => preparing.delete(playing));
    preparing.add(playing);
  };

  const voiceFor = (now: Call): Voice => ({
    prompts,
    own: async (place) => world.ownSound(now, place),
    // Where he stands is said as often as he hears it, what he has chosen once.
    menu: async () => (now.state === 'selecting' || !isAnnounced ? world.menuPrompt(now) : null),
  });

  const play = async (now: Call, far: LegId, what: Hearing, key: string): Promise<void> => {
    const sounds = await soundsOf(voiceFor(now), what);
    if (now.state !== 'selecting') isAnnounced = true;
    if (done.startsWith(key)) await playlists.start(far, sounds, what === 'menu', () => played(what, key));
  };

  /** What follows when the last sound has been heard. */
  const played = (what: Hearing, key: string): void => {
    if (what === 'menu') sayAgain(key);
    if (what === 'closed') letGo(call.id);
    if (what !== 'voicemail') return;
    isBeeped = true;
    background('webrtc.recording', recordVoicemail());
    cancelMessage();
    cancelMessage = clock.after(LONGEST_MESSAGE_MS, leaveMessage);
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
    if (isBeeped && call.state === 'voicemail' && far !== undefined)
      await recordings.lead(call, { left: null, right: far });
  };

  /** On hold nobody is recorded: what the caller says to the music is nobody's business. */
  const record = async (now: Call, { caller }: Topology, far: LegId | undefined): Promise<void> => {
    if (far === undefined && !recordings.has(now)) return;
    const isTalking = caller.kind === 'talks' && far !== undefined && !isAlone;
    await recordings.lead(
      now,
      isTalking ? { left: conversation.heardBy(far), right: far } : { left: null, right: null },
    );
  };

  const hangUp = async (now: Call): Promise<void> => {
    cancelMenu();
    const far = farLeg();
    if (far !== undefined) playlists.drop(far);
    await conversation.end();
    done = 'gone';
    if (isWeb || recordings.has(now)) await recordings.close(now);
    if (isWeb) await callers.close(now.uid);
    for (const legId of files.values()) await media.close(legId);
    files.clear();
  };

  return {
    call: () => call,
    follow(next) {
      if (next.version < call.version) return;
      call = next;
      touch();
      if (next.state === 'voicemail') background('webrtc.recording', recordVoicemail());
      else cancelMessage();
    },
    touch,
    isAlone: () => isAlone,
    farLeg,
    lost(legId) {
      if (conversation.lost(legId)) touch();
    },
    hasFileLeg: (legId) => files.values().some((each) => each === legId),
    isOver: () =>
      !isLive(call.state) && call.recording?.status !== 'pending' && topologyOf(call).caller.kind === 'gone',
    async settled() {
      const isBusy = (): boolean => working !== null || preparing.size > 0;
      while (isBusy()) await Promise.all([working, ...preparing]);
    },
  };
}
