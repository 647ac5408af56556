/**
 * What a caller's page (`/w/{slug}`) and the server say to each other over `/w/{slug}/socket`. No one signs in: the
 * first message opens the call, and its secret lets the same page come back to it after a reload or a cut.
 */

/** What the page shows. */
export type CallerView = {
  readonly callId: number;
  /** Lets the page come back; kept in session storage. */
  readonly secret: string;
  readonly stage: 'menu' | 'queue' | 'ringing' | 'talking' | 'held' | 'voicemail' | 'ended';
  /** In `menu`: what can be chosen, by button or by digit. */
  readonly choices: readonly { readonly digit: string; readonly menuId: number; readonly name: string }[];
  /** In `queue`: 1 is next; seconds or null. */
  readonly position: number | null;
  readonly estimatedWait: number | null;
  /** Whether a call-back can be asked for instead of waiting. */
  readonly mayCallBack: boolean;
  /** In `queue`: whether any agent is there. Where none is, `next` says what happens if it stays so; null: nothing. */
  readonly isStaffed: boolean;
  readonly next: 'voicemail' | 'call_back' | 'message_only' | 'menu' | null;
  /** In `queue`: an agent talked to the caller before, and the next one is looked for. */
  readonly isHandedOn: boolean;
  readonly recording: 'off' | 'on' | 'paused';
  /** In `menu`, when the menu asks: whether the caller must say yes or no to being recorded. */
  readonly asksToRecord: boolean;
  readonly agentName: string | null;
  /** They talk with the voice agent; key 0 is a person. */
  readonly isVoiceAgent: boolean;
  /** `cut_off`: the connection of the caller's sound was lost. `unavailable`: no agent could take the call. */
  readonly endedReason: 'finished' | 'failed' | 'cut_off' | 'closed' | 'unavailable' | 'voicemail' | 'call_back' | null;
};

export type FromServer =
  | { readonly type: 'call'; readonly data: CallerView }
  | { readonly type: 'answer'; readonly sdp: string }
  /** `silent`: the connection stands, and the microphone delivers nothing; `sounding`: it does again. */
  | { readonly type: 'sound'; readonly state: 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding' }
  /**
   * The codec, by its name in SDP in lower case, that the other end talks in. A page that can does the same, without a
   * new offer (`RTCRtpSender.setParameters`); what another says is converted.
   */
  | { readonly type: 'codec'; readonly codec: string }
  /** The number was understood and may be called: asks whether it is the right one. */
  | { readonly type: 'call_back_number'; readonly national: string; readonly international: string }
  | {
      readonly type: 'error';
      readonly error: CallerError;
      readonly message: string;
      /** When it may work; null where waiting does not help. */
      readonly retryAfterSeconds: number | null;
    };

/** Why something is not done. Those that begin with `call_back` concern the question alone: the call continues. */
export type CallerError =
  | 'closed'
  | 'busy'
  | 'too_many'
  | 'malformed'
  | 'unknown_call'
  | 'sound_refused'
  /** No connection for the sound came about (ICE and DTLS). */
  | 'no_connection'
  /** A fault here, such as a database that is away. */
  | 'internal'
  | 'call_back_unreadable'
  | 'call_back_refused'
  | 'call_back_emergency'
  | 'call_back_too_many'
  | 'call_back_closed';

export type FromPage =
  /**
   * Opens a call: the microphone works, here is the offer. There is no call before the connection stands: what is
   * chosen until then is kept, and done when it does.
   */
  | { readonly type: 'call'; readonly sdp: string; readonly lang: string; readonly name: string | null }
  /** Comes back to a call with a new offer; without one, where only the socket was gone and the sound continues. */
  | { readonly type: 'return'; readonly callId: number; readonly secret: string; readonly sdp: string | null }
  | { readonly type: 'choose'; readonly menuId: number }
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'consent'; readonly mayRecord: boolean }
  /**
   * Asks to be called back at the number, as it is written there. Answered by `call_back_number`; no one is called yet.
   */
  | { readonly type: 'call_back'; readonly number: string }
  /** The number that was understood last is the right one. */
  | { readonly type: 'confirm_call_back' }
  | { readonly type: 'hang_up' }
  | { readonly type: 'rate'; readonly rating: number; readonly feedback: string | null };
