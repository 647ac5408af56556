/**
 * What an agent's page and the server say to each other over one WebSocket, `/app/socket`. Plain types, also for the
 * page. A page that comes back says the last `seq` it has seen and is told what it missed, or gets a new snapshot.
 */

import type { OwnStatus, StatusColor } from '#domain/directory/own-statuses.ts';
import type { WrapUpField, WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { MissedReason } from '#domain/call/missed.ts';
import type { Role } from '#domain/identity/session.ts';
import type { AssistView } from './assist-protocol.ts';
import type { WordsView } from './words-protocol.ts';

/** Agents see themselves and others so. */
export type AgentView = {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly status: 'available' | 'unavailable' | 'break' | 'wrap_up' | 'missed_call';
  /** What the workspace calls it, and its color, where it is one of its own. */
  readonly statusName: string | null;
  readonly statusColor: StatusColor | null;
  /** ISO time since when. */
  readonly since: string;
  /** Whether a page of theirs is here with a working microphone. */
  readonly isOnline: boolean;
  /** Whether the simulator plays them. They are no person then, and have no desk. */
  readonly isSimulated: boolean;
  /** Whether the next call of a queue would ring for them. The one truth: queues count the same. */
  readonly isFree: boolean;
  /** Calls they are in or rung for. */
  readonly calls: number;
  /** How many calls they take at once; null is any number. */
  readonly capacity: number | null;
};

/** A call as pages show it. Times are ISO, or null. */
export type CallView = {
  readonly id: number;
  readonly state: string;
  readonly direction: 'inbound' | 'outbound';
  readonly origin: string;
  readonly contact: { readonly id: number; readonly name: string | null; readonly number: string | null } | null;
  readonly ownNumber: string | null;
  readonly menu: { readonly id: number; readonly path: string } | null;
  readonly lang: string;
  readonly agentId: number | null;
  /** Agents who are in it at present: one who transferred it cold is not. */
  readonly agentIds: readonly number[];
  /** Someone outside who is in it, or is being dialed. */
  readonly thirdParty: { readonly number: string | null; readonly isConnected: boolean } | null;
  readonly createdAt: string;
  readonly queuedAt: string | null;
  readonly assignedAt: string | null;
  readonly connectedAt: string | null;
  readonly endsAt: string | null;
  readonly scheduledAt: string | null;
  /** The caller's page is gone for the moment, and expected back. */
  readonly isCallerAway: boolean;
  /** The caller's page is connected, and its microphone delivers nothing. */
  readonly isCallerSilent: boolean;
  readonly isHeld: boolean;
  readonly heldSince: string | null;
  /** Who rings, and until when. */
  readonly offer: { readonly agentIds: readonly number[]; readonly until: string } | null;
  readonly transfer: {
    readonly toAgentId: number | null;
    readonly toMenuId: number | null;
    readonly mode: 'cold' | 'warm';
  } | null;
  /** Hand-overs that were taken, and by whom, the first one first. */
  readonly handOvers: readonly {
    readonly at: string;
    readonly fromAgentId: number | null;
    readonly toAgentId: number | null;
  }[];
  readonly recording: 'none' | 'recording' | 'paused' | 'stored' | 'failed' | 'deleted';
  readonly disposition: string | null;
  readonly tags: readonly string[];
  /** What was required of its wrap-up and is missing since its time ran out. */
  readonly notFilledIn: readonly WrapUpField[];
  readonly failReason: string;
  readonly disconnectedBy: string;
  readonly flags: { readonly verifiedCustomer: boolean; readonly badActor: boolean; readonly repeatCustomer: boolean };
  readonly notes: readonly NoteView[];
  /** What the voice agent tells of the caller, whom it passed on; absent: it did not, or they are gone. */
  readonly brief?: BriefView;
};

/** `wants`: what the caller asked about, in words, the last first. `lastWords`: empty where they said nothing. */
export type BriefView = { readonly wants: readonly string[]; readonly summary: string; readonly lastWords: string };

export type NoteView = { readonly id: number; readonly agentId: number; readonly text: string; readonly at: string };

/** A call that the agent missed, and that is still to be called back or dismissed. */
export type MissedView = {
  readonly callId: number;
  /** ISO time of when it was missed last. */
  readonly at: string;
  /** It rang for the whole time, or the caller gave up before. */
  readonly reason: MissedReason;
  readonly contact: CallView['contact'];
  readonly direction: CallView['direction'];
  readonly menu: CallView['menu'];
  /** Someone else has taken it since. */
  readonly wasAnswered: boolean;
};

/** A queue as the Live page shows it. */
export type QueueView = {
  readonly menuId: number;
  readonly path: string;
  readonly waiting: number;
  /** ISO time of the longest waiter's arrival. */
  readonly waitingSince: string | null;
  /** What a caller, or a transfer, would meet there now: only `open` takes calls, any other sends them elsewhere. */
  readonly condition: 'open' | 'redirected' | 'after_hours' | 'over_capacity';
  /** Its agents who are free, by the same rule as `AgentView.isFree`. */
  readonly available: number;
  readonly agents: number;
  /** Seconds; null when it cannot be told. */
  readonly estimatedWait: number | null;
};

/** An outbound call by API that waits for the agent to choose a number (the 202). */
export type ChoiceView = {
  readonly id: number;
  readonly agentId: number;
  readonly contactNumbers: readonly string[];
  readonly ownNumbers: readonly string[];
  readonly ticketId: string | null;
  readonly lang: string;
  readonly at: string;
};

/** The wrap-up of the agent. It ends at `until` by itself; null: when they finish. Times are ISO. */
export type WrapUpView = { readonly callId: number; readonly since: string; readonly until: string | null };

/** What a wrap-up wants of its agent. */
export type DeskRules = Pick<WrapUpRules, 'dispositions' | 'required' | 'tags'>;

/** What agents choose from, as an administrator has set it. */
export type DeskSettings = {
  readonly wrapUp: DeskRules;
  /** Of the menus that have rules of their own, by id. */
  readonly wrapUpByMenu: Readonly<Record<number, DeskRules>>;
  readonly statuses: readonly OwnStatus[];
};

/** Everything a page needs to begin. */
export type Snapshot = {
  readonly me: AgentView & { readonly role: Role; readonly wrapUp: WrapUpView | null };
  readonly workspace: { readonly id: number; readonly name: string; readonly slug: string };
  readonly agents: readonly AgentView[];
  readonly menus: readonly { readonly id: number; readonly path: string; readonly isOpen: boolean }[];
  readonly numbers: readonly string[];
  readonly languages: readonly string[];
  /** Calls in progress, and the agent's own of today. */
  readonly calls: readonly CallView[];
  readonly queues: readonly QueueView[];
  readonly settings: DeskSettings;
  readonly choices: readonly ChoiceView[];
  readonly voicemails: readonly CallView[];
  /** The agent's own, the latest first. */
  readonly missed: readonly MissedView[];
  readonly conversations: readonly ConversationView[];
};

export type { Role };

export type MessageView = {
  readonly id: number;
  readonly by: 'contact' | 'agent';
  readonly agentId: number | null;
  readonly text: string;
  readonly at: string;
};
export type ConversationView = {
  readonly id: number;
  readonly contact: { readonly id: number; readonly name: string | null; readonly number: string | null };
  readonly messages: readonly MessageView[];
  readonly isUnread: boolean;
};

/**
 * Server to page: a frame holds one message, or an array of several in order. `seq` rises; replies and sound carry
 * none.
 */
export type FromServer =
  | { readonly type: 'snapshot'; readonly seq: number; readonly data: Snapshot }
  | { readonly type: 'call'; readonly seq: number; readonly data: CallView; readonly event: string }
  | { readonly type: 'agent'; readonly seq: number; readonly data: AgentView }
  | { readonly type: 'queue'; readonly seq: number; readonly data: readonly QueueView[] }
  | {
      readonly type: 'choice';
      readonly seq: number;
      readonly data: ChoiceView | { readonly id: number; readonly gone: true };
    }
  | { readonly type: 'conversation'; readonly seq: number; readonly data: ConversationView }
  /** The agent's own. */
  | { readonly type: 'wrap_up'; readonly seq: number; readonly data: WrapUpView | null }
  | { readonly type: 'settings'; readonly seq: number; readonly data: DeskSettings }
  | {
      readonly type: 'missed';
      readonly seq: number;
      readonly data: MissedView | { readonly callId: number; readonly gone: true };
    }
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly data?: unknown }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly ok: false;
      readonly error: string;
      readonly message: string;
    }
  /**
   * The sound leg's state: `lost` asks the page for a new offer. `silent`: it is connected, and the microphone delivers
   * nothing; `sounding`: it does again.
   */
  | { readonly type: 'sound'; readonly state: 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding' }
  /**
   * The codec, by its name in SDP in lower case, that the other end talks in. A page that can does the same, without a
   * new offer (`RTCRtpSender.setParameters`); what another says is converted.
   */
  | { readonly type: 'codec'; readonly codec: string }
  /** Words of a call, of which the page asked for those before. Not numbered, and not told again. */
  | { readonly type: 'words'; readonly data: WordsView }
  /** What helps the agent in the call, all of it. Not numbered, and not told again. */
  | { readonly type: 'assist'; readonly data: AssistView }
  /** Another page of the same agent took over. */
  | { readonly type: 'superseded' }
  | { readonly type: 'signed_out' };

/** Page to server. Each gets one reply with its `id`. */
export type FromPage = { readonly id: number } & PageCommand;

export type PageCommand =
  | { readonly type: 'hello'; readonly since: number | null }
  /**
   * The microphone works: here is an offer; the reply's data is `{answer}`. Again after a reload or a cut: the same leg
   * continues.
   */
  | { readonly type: 'sound_offer'; readonly sdp: string }
  | { readonly type: 'status'; readonly status: 'available' | 'unavailable' | 'break' }
  /** One of the workspace's own, by its name. */
  | { readonly type: 'own_status'; readonly name: string }
  | { readonly type: 'answer'; readonly callId: number }
  | { readonly type: 'decline'; readonly callId: number }
  | { readonly type: 'hang_up'; readonly callId: number }
  | { readonly type: 'hold'; readonly callId: number }
  | { readonly type: 'resume'; readonly callId: number }
  | { readonly type: 'mute'; readonly isMuted: boolean }
  | { readonly type: 'digits'; readonly callId: number; readonly digits: string }
  | {
      readonly type: 'transfer';
      readonly callId: number;
      readonly to: { readonly agentId: number } | { readonly menuId: number } | { readonly number: string };
      readonly mode: 'cold' | 'warm';
    }
  | { readonly type: 'pause_recording'; readonly callId: number; readonly isPaused: boolean }
  | { readonly type: 'note'; readonly callId: number; readonly text: string }
  | { readonly type: 'flag'; readonly callId: number; readonly flags: Partial<CallView['flags']> }
  | { readonly type: 'wrap_up_done' }
  | {
      readonly type: 'outcome';
      readonly callId: number;
      /** One of the two at least; what is absent stays. */
      readonly change: { readonly disposition?: string | null; readonly tags?: readonly string[] };
    }
  /** Of a scheduled call; what is null stays. `at`: ISO time. */
  | {
      readonly type: 'reschedule';
      readonly callId: number;
      readonly at: string | null;
      readonly menuId: number | null;
    }
  | { readonly type: 'call_now'; readonly callId: number }
  | { readonly type: 'cancel_scheduled'; readonly callId: number }
  | { readonly type: 'dismiss_missed'; readonly callId: number }
  | { readonly type: 'dial'; readonly number: string; readonly ownNumber: string | null; readonly lang: string }
  | {
      readonly type: 'choose';
      readonly choiceId: number;
      readonly ownNumber: string;
      readonly contactNumber: string | null;
    }
  /** What was said so far in the call: a {@link WordsView} from 0 on, or null where nothing is written down. */
  | { readonly type: 'words'; readonly callId: number }
  /** What helps the agent in the call, or in its wrap-up: an {@link AssistView}, or null where nothing does. */
  | { readonly type: 'assist'; readonly callId: number }
  | { readonly type: 'listen_voicemail'; readonly callId: number }
  | { readonly type: 'message'; readonly conversationId: number; readonly text: string };
