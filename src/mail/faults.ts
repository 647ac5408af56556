/** Why a mail was not taken, in a sentence that an administrator can act on, with the mail server's own words. */
import { MAX_MAIL_ANSWER } from '#domain/identity/mail.ts';
import type { MailAccount } from '#domain/ports/mail.ts';

/** What went wrong, by who can mend it. */
export type SmtpFault =
  | 'address_refused'
  | 'name_unknown'
  | 'no_connection'
  | 'timeout'
  | 'tls'
  | 'login_refused'
  | 'sender_refused'
  | 'recipient_refused'
  | 'refused';

/** Fault -> what is said of the server at `at`, before its own words. */
const SENTENCES: Readonly<Record<SmtpFault, (at: string) => string>> = {
  address_refused: (at) =>
    `${at} has a private network address. The operator of this server allows these with PATCHBAY_SIGN_IN_PRIVATE_TARGETS.`,
  name_unknown: (at) => `There is no address for the name of ${at}.`,
  no_connection: (at) => `There is no connection to ${at}.`,
  timeout: (at) => `${at} did not answer in time.`,
  tls: (at) => `There is no encrypted connection to ${at}`,
  login_refused: (at) => `${at} refused the user name or the password.`,
  sender_refused: (at) => `${at} refused the address that mail comes from.`,
  recipient_refused: (at) => `${at} refused the recipient.`,
  refused: (at) => `${at} did not take the mail.`,
};

/** What is read of an error of the library. Source: nodemailer, `_formatError`. */
type Known = {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
  readonly message?: unknown;
};

const TLS = /^(ETLS|ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;
const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EDNS']);
const LATE = new Set(['ETIMEDOUT', 'EABORT', 'ABORT_ERR']);

/** The fault, whether the server would say the same again, and the sentence. */
export function faultOf(
  error: unknown,
  { host, port, password }: Pick<MailAccount, 'host' | 'port' | 'password'>,
): { readonly fault: SmtpFault; readonly isFinal: boolean; readonly answer: string } {
  const known: Known = error instanceof Error ? error : {};
  const fault = kindOf(known, error instanceof AggregateError ? error.errors : []);
  const status = typeof known.responseCode === 'number' ? known.responseCode : 0;
  // A login or a certificate is mended, and then it continues; 5yz of the mail itself stays (RFC 5321, 4.2.1).
  const isFinal = status >= 500 && status < 600 && fault !== 'login_refused' && fault !== 'tls';
  const said = typeof known.response === 'string' && known.response !== '' ? ` It said: ${known.response}` : '';
  const why = fault === 'tls' && said === '' ? `: ${reasonOf(known)}` : '';
  return { fault, isFinal, answer: wordsOf(`${SENTENCES[fault](`${host}:${port}`)}${why}${said}`, password) };
}

function kindOf({ code, originalCode, command, message }: Known, parts: readonly unknown[]): SmtpFault {
  const codes = [code, originalCode, ...parts.map((part) => Reflect.get(Object(part) as object, 'code'))].map(String);
  const has = (among: ReadonlySet<string>): boolean => codes.some((each) => among.has(each));
  if (codes.includes('ADDRESS_REFUSED')) return 'address_refused';
  if (has(NO_NAME)) return 'name_unknown';
  if (codes.some((each) => TLS.test(each)) || /TLS|certificate|STARTTLS/i.test(String(message))) return 'tls';
  if (has(LATE)) return 'timeout';
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'login_refused';
  if (code === 'EENVELOPE') return String(command).startsWith('MAIL') ? 'sender_refused' : 'recipient_refused';
  if (code === 'EMESSAGE' || code === 'EPROTOCOL') return 'refused';
  return 'no_connection';
}

/** OpenSSL's reason, in words. */
function reasonOf({ originalCode, message }: Known): string {
  const text = String(message).replace(/^Error initiating TLS - /, '');
  if (String(originalCode) === 'EPROTO' || /wrong version number/.test(text))
    return 'this port does not begin with TLS; STARTTLS may be right.';
  return text.endsWith('.') ? text : `${text}.`;
}

/** A server's words in one line, cut, and without the password where it repeats it. */
export function wordsOf(text: string, password: string | null): string {
  const line = text.replaceAll(/\p{Cc}/gu, ' ');
  const bare = password === null ? line : line.replaceAll(password, '…');
  return bare.replaceAll(/ {2,}/g, ' ').trim().slice(0, MAX_MAIL_ANSWER);
}
