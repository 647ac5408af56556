/** What the keypad shows: the digits that were sent, and why the last one was not. */
import type { Reply } from '../link/socket.ts';

/** How many digits fit beside one another. */
const SHOWN = 24;

export type Keys = {
  /** The digits that the server sent into the call, the latest at most. */
  readonly sent: string;
  /** Why the last digit was not sent, in the server's words; null when it was. */
  readonly refusal: string | null;
};

/** Before the first key. */
export const NOTHING_PRESSED: Keys = { sent: '', refusal: null };

/** After the server has answered for a digit. One that it refused is not shown as sent. */
export function afterKey({ sent }: Keys, digit: string, reply: Reply): Keys {
  return reply.ok ? { sent: (sent + digit).slice(-SHOWN), refusal: null } : { sent, refusal: reply.message };
}
