/** What the media of calls needs of the outside, besides the media server and the carriers. */
import type { Call } from '#domain/call/call.ts';
import type { Report } from '#carriers/carrier.ts';
import type { LegId } from '../media-server.ts';

/** Sounds that are always there. */
export type Prompts = {
  /** A file in which the text is spoken. */
  pathFor(text: string): Promise<string>;
  holdMusic(): Promise<string>;
  /** The tone before a voicemail. */
  beep(): Promise<string>;
  /** What an agent hears while the far end rings, looped. */
  ringing(): Promise<string>;
};

/** A text, and the place where it is said: the workspace may have a sound of its own for it. */
export type PromptText = { readonly place: string; readonly text: string };

/** The voice agent, as the media of calls meets it. */
export type VoiceAgentDoor = {
  /** It and the caller hear each other; told again whenever the call has moved. `legId`: the caller's. */
  meets(call: Call, legId: LegId): void;
  /** A caller who talks with it pressed a key. */
  pressed(call: Call, digit: string): void;
};

/** The engine as the media of calls uses it. */
export type MediaWorld = {
  readonly report: Report;
  /**
   * What is said to a caller where they stand in the menus; afterwards by the menu that they chose, if it says
   * anything.
   */
  menuPrompt(call: Call): Promise<PromptText | null>;
  /** The file of the workspace's own that is heard in this place instead of what would be spoken or composed. */
  ownSound(call: Call, place: string): Promise<string | null>;
  /** A caller in the menus pressed a key. */
  press(call: Call, digit: string): Promise<unknown>;
  readonly voiceAgent: VoiceAgentDoor;
  /** Tells that what is said in the menus has changed for the call. */
  onMenus(listener: (callId: number) => void): void;
  /** Whether the agent is played, and not at a page. */
  isSimulated(workspaceId: number, agentId: number): Promise<boolean>;
  recordingPath(uid: string): string;
  /** Whether the disk has room for this many bytes of recordings more; absent: always. */
  hasRoom?(bytes: number): Promise<boolean>;
  /** Whether an engine is to write down what is recorded of the call; absent: none is. */
  isTranscribed?(call: Call): Promise<boolean>;
  failed(what: string, error: unknown): void;
};
