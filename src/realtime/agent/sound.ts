/** The sound of agents' pages, as their dialect needs it. Implemented by the carrier that has it. */
import type { Call } from '#domain/call/call.ts';
import type { LiveWords } from '#domain/call/live-words.ts';

/**
 * How the leg of an agent's page is doing. `silent`: connected, and the microphone delivers nothing; `sounding`: it
 * does again.
 */
export type SoundState = 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding';

export type AgentSound = {
  /** Answers an offer (SDP) that came from the IP address `asker`. The agent's leg continues, if they have one. */
  offerAgent(
    agentId: number,
    sdp: string,
    asker: string,
  ): Promise<{ readonly ok: true; readonly answer: string } | { readonly ok: false; readonly refusal: string }>;
  isAgentConnected(agentId: number): boolean;
  muteAgent(agentId: number, isMuted: boolean): Promise<void>;
  /**
   * Presses keys at the other end of the call. `not_taken`: it takes none. `not_there`: its sound is gone for the
   * moment.
   */
  sendDigits(callId: number, digits: string): Promise<'sent' | 'not_taken' | 'not_there'>;
  /** The page will not come back. */
  closeAgent(agentId: number): Promise<void>;
  onAgentSound(listener: (agentId: number, state: SoundState) => void): void;
  /** In which codec, by its name in SDP, the agent's page is heard without a conversion; null without a page. */
  agentCodec(agentId: number): string | null;
  /** Tells that it is another. */
  onAgentCodec(listener: (agentId: number, codec: string) => void): void;
  /** Whether the call continues with a page whose sound is gone for the moment. */
  isCallerAway(call: Call): boolean;
  /** Whether the call continues with a page that is connected and whose microphone delivers nothing. */
  isCallerSilent(call: Call): boolean;
  /** What was said so far in a call in progress; null where nothing is written down now. */
  wordsOf(callId: number): LiveWords | null;
  /** Tells that there are other words. */
  onWords(listener: (call: Call) => void): void;
  /** Tells that the caller, or all whom they talk with, have gone or are back. */
  onMediaChanged(listener: (call: Call) => void): void;
};
