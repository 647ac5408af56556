/** One mail to one mail server, and what it said. Nothing that the other side does makes it take longer than it may. */
import type { LookupFunction, Socket } from 'node:net';
import { connect, isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Letter } from '#domain/identity/mail.ts';
import type { MailAccount } from '#domain/ports/mail.ts';
import type { SmtpFault } from './faults.ts';
import { faultOf, wordsOf } from './faults.ts';

/** Which network addresses a mail server may have. */
export type Reach = {
  /** Finds the addresses of a name, and refuses those that may not be connected to. */
  readonly lookup: LookupFunction;
  /** Whether a literal address may be connected to. */
  isAllowed(address: string): boolean;
};

export type SmtpParts = {
  readonly reach: Reach;
  /** How long each step may take, and all of them together. Milliseconds. */
  readonly limits?: { readonly step: number; readonly whole: number };
  /** Authorities besides the well-known ones, PEM. */
  readonly authorities?: readonly string[];
};

/** What came of it. `isFinal`: the server would say the same again. `answer`: its words, or ours where it said none. */
export type SmtpOutcome =
  | { readonly isSent: true; readonly answer: string }
  | { readonly isSent: false; readonly fault: SmtpFault; readonly isFinal: boolean; readonly answer: string };

/** Sends; the signal gives up. */
export type Smtp = (
  account: MailAccount,
  recipient: string,
  letter: Letter,
  signal: AbortSignal,
) => Promise<SmtpOutcome>;

const LIMITS = { step: 10_000, whole: 40_000 };

/** The network address is none that mail may be sent to. */
class AddressRefusedError extends Error {
  override name = 'AddressRefusedError';
  readonly code = 'ADDRESS_REFUSED';
}

/** Makes it. */
export function createSmtp({ reach, limits = LIMITS, authorities }: SmtpParts): Smtp {
  return async (account, recipient, letter, signal) => {
    const { host, port, security, username, password, sender, workspaceName } = account;
    const transport = createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(username === null ? {} : { auth: { user: username, pass: password ?? '' } }),
      connectionTimeout: limits.step,
      greetingTimeout: limits.step,
      socketTimeout: limits.step,
      tls: { minVersion: 'TLSv1.2', ...(authorities === undefined ? {} : { ca: [...authorities] }) },
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options, callback) =>
        open(account, reach, limits.step, (error, connection) =>
          error === null ? callback(null, { connection }) : callback(error, false),
        ),
    });
    try {
      const sent = await transport.sendMail({
        from: { name: workspaceName, address: sender },
        to: { name: '', address: recipient },
        ...letter,
        headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: no one's holiday answers it.
        signal: AbortSignal.any([signal, AbortSignal.timeout(limits.whole)]),
      });
      return { isSent: true, answer: wordsOf(sent.response, password) };
    } catch (error) {
      return { isSent: false, ...faultOf(error, account) };
    } finally {
      transport.close();
    }
  };
}

/** Connects to an address that was judged, within the time. */
function open(
  { host, port }: MailAccount,
  { lookup, isAllowed }: Reach,
  milliseconds: number,
  done: (error: Error | null, socket: Socket) => void,
): void {
  const bare = host.replace(/^\[|\]$/g, '');
  const socket = connect({ host: bare, port, lookup, autoSelectFamily: true });
  let isOver = false;
  const end = (error: Error | null): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.removeListener('error', end);
    if (error !== null) socket.on('error', () => undefined).destroy();
    done(error, socket);
  };
  const timer = setTimeout(
    () => end(Object.assign(new Error('No connection in time.'), { code: 'ETIMEDOUT' })),
    milliseconds,
  );
  socket.once('error', end);
  socket.once('connect', () => end(null));
  // A literal address is looked up by no one.
  if (isIP(bare) !== 0 && !isAllowed(bare)) end(new AddressRefusedError('The address is not public.'));
}
