/**
 * The dialogs of one INVITE of ours: proxies may ring several devices, and each that answers is one. Source: RFC 3261
 * sections 13.2.2 and 12.1.2.
 */
import { tagOf } from '../address/name-addr.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Dialog } from './dialog.ts';
import { confirmedBy, dialogOfResponse, moved } from './dialog.ts';

/** The dialogs by their remote tag, and the one whose 2xx came first. */
export type Forks = { readonly dialogs: readonly Dialog[]; readonly winner: string | null };

/** No fork has been heard of. */
export const NO_FORKS: Forks = { dialogs: [], winner: null };

/** Devices that one INVITE may ring as far as we follow them; what the others send is dropped, save a 2xx. */
export const MAX_FORKS = 16;

/**
 * What is to be done with a response to the INVITE. `ring`: a provisional one of this dialog. `answered`: the first
 * 2xx, which is acknowledged and is the call. `hang_up`: a 2xx of another fork: acknowledge it, then BYE ("the UAC …
 * MUST generate an ACK", and ends what it does not want, section 13.2.2.4). `again`: a 2xx repeated: its ACK is sent
 * again. `over`: refused. `none`: ignored.
 */
export type ForkOutcome = 'ring' | 'answered' | 'hang_up' | 'again' | 'over' | 'none';

/** Takes a response; `dialog` is the one that it belongs to, null where there is none. */
export function forkedBy(
  forks: Forks,
  invite: SipRequest,
  response: SipResponse,
): { readonly forks: Forks; readonly outcome: ForkOutcome; readonly dialog: Dialog | null } {
  // "All early dialogs are considered terminated upon reception of the non-2xx final response" (section 13.2.2.3).
  if (response.status >= 300) {
    const dialogs = forks.dialogs.map((each) => moved(each, 'failure'));
    return { forks: { ...forks, dialogs }, outcome: 'over', dialog: null };
  }
  const known = forks.dialogs.find((each) => each.remoteTag === tagOf(response.to));
  return response.status < 200 ? ring(forks, known, invite, response) : answer(forks, known, invite, response);
}

type Taken = ReturnType<typeof forkedBy>;

function ring(forks: Forks, known: Dialog | undefined, invite: SipRequest, response: SipResponse): Taken {
  const dialog = known ?? dialogOfResponse(invite, response);
  // A 100, or a provisional response without tag or Contact, rings and begins no dialog.
  if (dialog === null) return { forks, outcome: 'ring', dialog: null };
  if (known !== undefined) return { forks, outcome: known.state === 'early' ? 'ring' : 'none', dialog: known };
  if (forks.dialogs.length === MAX_FORKS) return { forks, outcome: 'none', dialog: null };
  return { forks: { ...forks, dialogs: [...forks.dialogs, dialog] }, outcome: 'ring', dialog };
}

function answer(forks: Forks, known: Dialog | undefined, invite: SipRequest, response: SipResponse): Taken {
  if (known !== undefined && known.state !== 'early') return { forks, outcome: 'again', dialog: known };
  const dialog = known === undefined ? dialogOfResponse(invite, response) : confirmedBy(known, response);
  // Without a Contact there is nowhere to send the ACK: the far end gives up after 32 s.
  if (dialog === null) return { forks, outcome: 'none', dialog: null };
  const others = forks.dialogs.filter((each) => each !== known);
  const outcome = forks.winner === null ? 'answered' : 'hang_up';
  return {
    forks: { dialogs: [...others, dialog], winner: forks.winner ?? dialog.remoteTag ?? '' },
    outcome,
    dialog,
  };
}
