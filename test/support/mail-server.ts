/** A mail server on loopback (smtp-server, which is not ours): it keeps what it takes, and refuses as a test says. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { buffer } from 'node:stream/consumers';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { background } from '#background/background.ts';
import type { Certificate } from './certificates.ts';
import { until } from './until.ts';

/** A mail as it came. */
export type TakenMail = {
  readonly from: string;
  readonly to: readonly string[];
  /** As it was sent, its lines put together again (quoted-printable, RFC 2045 section 6.7). */
  readonly text: string;
  readonly isSecure: boolean;
  readonly user: string | null;
};

/** What it refuses, with which status and words. */
export type Refusing = {
  readonly login?: readonly [status: number, words: string];
  readonly sender?: readonly [status: number, words: string];
  readonly recipient?: readonly [status: number, words: string];
  readonly content?: readonly [status: number, words: string];
};

export type MailServerAtWork = {
  readonly port: number;
  readonly taken: TakenMail[];
  /** From now on. */
  refuse(refusing: Refusing): void;
  /** Waits for so many mails in all. */
  has(count: number): Promise<readonly TakenMail[]>;
  close(): Promise<void>;
};

/** The only user. */
export const MAIL_USER = { username: 'patchbay', password: 'mail-password-1' } as const;

/** Starts one. With a certificate it speaks TLS: from the beginning, or when it is asked to (STARTTLS). */
export async function startMailServer(
  security: 'tls' | 'starttls' | 'none' = 'none',
  certificate: Certificate | null = null,
): Promise<MailServerAtWork> {
  const taken: TakenMail[] = [];
  let refusing: Refusing = {};
  const fault = (refused: readonly [number, string] | undefined): Error | null =>
    refused === undefined ? null : Object.assign(new Error(refused[1]), { responseCode: refused[0] });
  const server = new SMTPServer({
    ...(certificate === null ? {} : { key: certificate.key, cert: certificate.certificate }),
    secure: security === 'tls',
    hideSTARTTLS: security !== 'starttls',
    disabledCommands: security === 'starttls' ? [] : ['STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onAuth: ({ username = '', password }, _session, callback) => {
      const refused = fault(refusing.login);
      if (refused !== null) return callback(refused);
      return username === MAIL_USER.username && password === MAIL_USER.password
        ? callback(null, { user: username })
        : callback(Object.assign(new Error('5.7.8 Authentication failed'), { responseCode: 535 }));
    },
    onMailFrom: (_address, _session, callback) => callback(fault(refusing.sender)),
    onRcptTo: (_address, _session, callback) => callback(fault(refusing.recipient)),
    onData: (stream, session, callback) =>
      background('test.mail', async () => {
        const text = unfolded((await buffer(stream)).toString('utf8'));
        const refused = fault(refusing.content);
        const { mailFrom, rcptTo } = session.envelope;
        if (refused === null)
          taken.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            text,
            isSecure: session.secure,
            user: typeof session.user === 'string' ? session.user : null,
          });
        callback(refused, `Queued as ${taken.length}`);
      }),
  } satisfies SMTPServerOptions);
  // Clients that break off a handshake are what some tests are about.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const close = async (): Promise<void> => new Promise((resolve) => server.close(resolve));
  after(close);
  return {
    port: (listening.address() as AddressInfo).port,
    taken,
    refuse: (next) => {
      refusing = next;
    },
    has: async (count) => until(() => (taken.length >= count ? taken : null)),
    close,
  };
}

/** The text with its soft line breaks and escapes undone. */
function unfolded(message: string): string {
  const bytes = message
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The address that the mail leads to. */
export function linkIn({ text }: TakenMail): string {
  const found = /https?:\/\/[^\s"<>]+\/join\/[\w-]{43}/.exec(text)?.[0];
  if (found === undefined) throw new Error(`There is no link in ${text}`);
  return found;
}
