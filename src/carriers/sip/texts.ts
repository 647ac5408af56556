/**
 * Text messages through the providers of trunks: one request each, as the provider documents it, and what its answer
 * says. Sources: Twilio, "Messages resource" (2010-04-01); Vonage, "Messages API" v1, channel `sms`; Telnyx, "Send a
 * message" (v2).
 */
import type { TextMessage } from '#domain/call/redirect.ts';
import type { TrunkPreset } from '#domain/directory/trunk.ts';
import type { TextAccount } from '#domain/ports/trunk-book.ts';

/** Providers that send text messages. */
export const TEXT_PROVIDERS = ['twilio', 'vonage', 'telnyx'] as const satisfies readonly TrunkPreset[];
export type TextProvider = (typeof TEXT_PROVIDERS)[number];

/** A request to a provider. Its headers hold the secret. */
export type TextRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Account = Pick<TextAccount, 'account' | 'secret'>;
type Message = Pick<TextMessage, 'to' | 'body'> & { readonly from: string };
type Provider = {
  readonly host: string;
  /** The request, at the address that begins with `base`. */
  write(base: string, account: Account, message: Message): TextRequest;
  /** What its answer says is wrong, in its own words; null where it says nothing. */
  fault(answer: Readonly<Record<string, unknown>>): string | null;
};

const basic = ({ account, secret }: Account): string =>
  `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`;
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json' };
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
/** Its code and its words, of which either may be missing; null for neither. */
const joined = (...parts: readonly unknown[]): string | null => parts.map(text).filter(Boolean).join(': ') || null;

const PROVIDERS = {
  twilio: {
    host: 'api.twilio.com',
    write: (base, account, { from, to, body }) => ({
      url: `${base}/2010-04-01/Accounts/${encodeURIComponent(account.account)}/Messages.json`,
      headers: { authorization: basic(account), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ From: from, To: to, Body: body }).toString(),
    }),
    fault: ({ code, message }) => joined(code, message),
  },
  vonage: {
    host: 'api.nexmo.com',
    // Numbers are without the plus sign.
    write: (base, account, { from, to, body }) => ({
      url: `${base}/v1/messages`,
      headers: { authorization: basic(account), ...JSON_TYPE },
      body: JSON.stringify({
        message_type: 'text',
        channel: 'sms',
        from: from.replace('+', ''),
        to: to.replace('+', ''),
        text: body,
      }),
    }),
    fault: ({ title, detail }) => joined(title, detail),
  },
  telnyx: {
    host: 'api.telnyx.com',
    write: (base, { account, secret }, { from, to, body }) => ({
      url: `${base}/v2/messages`,
      headers: { authorization: `Bearer ${secret}`, ...JSON_TYPE },
      body: JSON.stringify({ messaging_profile_id: account, from, to, text: body }),
    }),
    fault({ errors }) {
      const [first] = Array.isArray(errors) ? (errors as readonly unknown[]) : [];
      if (typeof first !== 'object' || first === null) return null;
      const { code, title, detail } = first as Readonly<Record<string, unknown>>;
      return joined(code, detail ?? title);
    },
  },
} as const satisfies Record<TextProvider, Provider>;

/** The provider of a trunk's preset; null where it sends none. */
export function textProviderOf(preset: TrunkPreset): TextProvider | null {
  return TEXT_PROVIDERS.find((each) => each === preset) ?? null;
}

/** The request that sends the message. `base`: instead of the provider's own address. */
export function writeText(
  provider: TextProvider,
  account: Account,
  message: Message,
  base = `https://${PROVIDERS[provider].host}`,
): TextRequest {
  return PROVIDERS[provider].write(base, account, message);
}

/** The most that is kept of what a provider says. Characters. */
const MAX_ERROR = 500;

/** Why the provider did not take the message; null: it did. `status`: null where there was no answer. */
export function readTextAnswer(provider: TextProvider, status: number | null, answer: string): string | null {
  if (status === null) return 'The provider did not answer.';
  if (status >= 200 && status < 300) return null;
  const said = PROVIDERS[provider].fault(fieldsIn(answer));
  return `${status}${said === null ? '' : ` ${said}`}`.slice(0, MAX_ERROR);
}

function fieldsIn(answer: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(answer);
    return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
