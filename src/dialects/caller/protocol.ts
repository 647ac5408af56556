/**
 * What a caller's page (`/w/{slug}`) and the server say to each other over `/w/{slug}/socket`. Nobody signs in: the first message opens the call,
 * and its secret lets the same page come back to it after a reload or a cut.
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
  readonly isRecorded: boolean;
  /** In `menu`, when the menu asks: whether the caller must say yes or no to being recorded. */
  readonly asksToRecord: boolean;
  readonly agentName: string | null;
  readonly endedReason: 'finished' | 'failed' | 'closed' | 'voicemail' | 'call_back' | null;
};

export type FromServer =
  | { readonly type: 'call'; readonly data: CallerView }
  | { readonly type: 'answer'; readonly sdp: string }
  | { readonly type: 'sound'; readonly state: 'connected' | 'interrupted' | 'lost' }
  | {
      readonly type: 'error';
      readonly error: 'closed' | 'busy' | 'too_many' | 'malformed' | 'unknown_call' | 'sound_refused';
      readonly message: string;
    };

export type FromPage =
  /** Opens a call: the microphone works, here is the offer. */
  | { readonly type: 'call'; readonly sdp: string; readonly lang: string; readonly name: string | null }
  /** Comes back to a call with a new offer. */
  | { readonly type: 'return'; readonly callId: number; readonly secret: string; readonly sdp: string }
  | { readonly type: 'choose'; readonly menuId: number }
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'consent'; readonly mayRecord: boolean }
  | { readonly type: 'call_back'; readonly number: string }
  | { readonly type: 'hang_up' }
  | { readonly type: 'rate'; readonly rating: number; readonly feedback: string | null };
