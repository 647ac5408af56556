/**
 * Environment -> checked, frozen configuration, by one table of all settings. The only place that reads `process.env`.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { didYouMean } from './did-you-mean.ts';
import { KEYS } from './keys.ts';
import type { SipConfig } from './sip.ts';
import { readSip } from './sip.ts';
import type { TranscriberChoice } from './transcriber.ts';
import { readTranscriber } from './transcriber.ts';
import type { EngineConfigs, EngineKeys } from './voice-engines.ts';
import { readVoiceEngines } from './voice-engines.ts';
import { readContact, readHost, readProxies, urlOf } from './addresses.ts';

/** How this server runs. Secrets are apart, so that the rest can be shown. */
export type Config = {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** Connections to the database in all: requests, jobs, and the claim that this server is the only one. */
  readonly databaseConnections: number;
  /** Free space that recordings leave to the database. */
  readonly diskReserveBytes: number;
  /** The address people reach this server at, as a browser writes an origin: no default port, no slash at the end. */
  readonly publicUrl: string;
  /** Proxies whose `X-Forwarded-For` is believed: addresses, and ranges in CIDR notation. Empty: no one's is. */
  readonly trustedProxies: readonly string[];
  /** Whom `/.well-known/security.txt` names: a `mailto:` or `https:` address. Null: there is none. */
  readonly securityContact: string | null;
  /** Whether an empty database gets the demo workspace. */
  readonly hasDemo: boolean;
  readonly simulatorSpeed: number;
  /** Whether articles are found by what they mean, in a process of its own; else by their words. */
  readonly hasSentenceEncoder: boolean;
  readonly isRateLimited: boolean;
  readonly ccaipRequestsPerSecond: number;
  /** Whether mail servers and sign-in providers may have addresses that are not public, and the latter plain HTTP. */
  readonly maySignInReachPrivate: boolean;
  /** Whether webhooks may lead to addresses that are not public, and to plain HTTP. */
  readonly mayWebhooksReachPrivate: boolean;
  readonly mcp: McpConfig;
  /** What writes down what is said in recorded calls. */
  readonly transcriber: TranscriberChoice;
  /** Engines elsewhere. None: nothing that callers say, and nothing that is said to them, leaves this machine. */
  readonly engines: EngineConfigs;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly media: MediaConfig;
  readonly sip: SipConfig;
  readonly secrets: Secrets;
};

/** What models may do. `numbers`: those they may call, whole or how they begin with a `*` after it. */
export type McpConfig = { readonly access: (typeof MCP_ACCESS)[number]; readonly numbers: readonly string[] };

/** How sound reaches this server. */
export type MediaConfig = {
  /** UDP ports, both included: one for each processor core carries the calls of that core. */
  readonly ports: { readonly first: number; readonly last: number };
  /** Address to bind; null: every address of the machine. */
  readonly host: string | null;
  /** Address that browsers are told as well, where the machine does not know its own (NAT, containers). */
  readonly publicAddress: string | null;
  /** Servers that tell this one, and browsers, their address: `stun:` URLs. */
  readonly stunUrls: readonly string[];
  /** Servers that carry the sound of browsers whose network lets no UDP through: `turn:` and `turns:` URLs. */
  readonly turnUrls: readonly string[];
  readonly turnUsername: string | null;
};

/** Never shown, never logged. */
export type Secrets = {
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Null: a random one, printed once. */
  readonly demoToken: string | null;
  /** Null: a random one, printed once. */
  readonly demoPassword: string | null;
  /** 32 bytes that encrypt what must be read again; null: the data directory has its own. */
  readonly secretKey: Buffer | null;
  readonly engineKeys: EngineKeys;
  /** Null exactly when there are no TURN servers. Pages are told it. */
  readonly turnCredential: string | null;
};

const MCP_ACCESS = ['off', 'read', 'write'] as const;
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** All that is wrong with the configuration, one sentence each. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

type Key = keyof typeof KEYS;

/** Reads the environment; throws a ConfigError that lists every fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = unknownKeys(env).map(unknownFault);
  const value = (key: Key): string | null => readValue(env, key, faults);

  const choice = <T extends string>(key: Key, choices: readonly T[], absent: T): T => {
    const text = value(key) ?? absent;
    const found = choices.find((each) => each === text);
    if (found === undefined) faults.push(`${key} is "${text}"; it must be ${choices.join(' or ')}.`);
    return found ?? absent;
  };
  const number = (key: Key, absent: number, least: number, most: number, isWhole: boolean): number => {
    const text = value(key);
    if (text === null) return absent;
    const read = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (read >= least && read <= most && (!isWhole || Number.isInteger(read))) return read;
    faults.push(`${key} is "${text}"; it must be ${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}.`);
    return absent;
  };

  const host = readHost(value('PATCHBAY_HOST') ?? '127.0.0.1');
  const port = number('PATCHBAY_PORT', 8080, 0, 65_535, true);
  const publicUrl = readPublicUrl(value('PATCHBAY_PUBLIC_URL'), faults);
  const databaseUrl = value('PATCHBAY_DATABASE_URL');
  if (databaseUrl !== null && !(/^postgres(ql)?:\/\/\S+$/.test(databaseUrl) && URL.canParse(databaseUrl)))
    faults.push('PATCHBAY_DATABASE_URL must begin with postgres:// or postgresql://.');
  const demoToken = value('PATCHBAY_DEMO_TOKEN');
  if (demoToken !== null && !/^[\x21-\x39\x3b-\x7e]{16,200}$/.test(demoToken))
    faults.push('PATCHBAY_DEMO_TOKEN must have 16 to 200 printable characters, no spaces and no colon.');

  const demoPassword = value('PATCHBAY_DEMO_PASSWORD');
  if (demoPassword !== null && (demoPassword.length < 8 || demoPassword.length > 200))
    faults.push('PATCHBAY_DEMO_PASSWORD must have 8 to 200 characters.');

  const turnCredential = value('PATCHBAY_TURN_CREDENTIAL');
  const { engines, keys: engineKeys } = readVoiceEngines(value, faults);
  const media = readMedia(value, turnCredential !== null, faults);
  const config: Config = {
    host,
    port,
    dataDirectory: resolve(value('PATCHBAY_DATA_DIR') ?? './data'),
    databaseConnections: number('PATCHBAY_DATABASE_CONNECTIONS', 16, 8, 500, true),
    diskReserveBytes: number('PATCHBAY_DISK_RESERVE_MB', 256, 64, 100_000_000, true) * 1_000_000,
    publicUrl: publicUrl ?? urlOf(host, port),
    trustedProxies: readProxies(value('PATCHBAY_TRUSTED_PROXIES') ?? '', faults),
    securityContact: readContact(value('PATCHBAY_SECURITY_CONTACT'), faults),
    hasDemo: choice('PATCHBAY_DEMO', ['on', 'off'], 'on') === 'on',
    simulatorSpeed: number('PATCHBAY_SIMULATOR_SPEED', 1, 0.1, 10_000, false),
    hasSentenceEncoder: choice('PATCHBAY_SENTENCE_ENCODER', ['on', 'off'], 'on') === 'on',
    mcp: { access: choice('PATCHBAY_MCP', MCP_ACCESS, 'read'), numbers: readMcpNumbers(value, faults) },
    isRateLimited: choice('PATCHBAY_RATE_LIMIT', ['on', 'off'], 'on') === 'on',
    ccaipRequestsPerSecond: number('PATCHBAY_CCAIP_REQUESTS_PER_SECOND', 10, 1, 100_000, true),
    maySignInReachPrivate: choice('PATCHBAY_SIGN_IN_PRIVATE_TARGETS', ['on', 'off'], 'off') === 'on',
    mayWebhooksReachPrivate: choice('PATCHBAY_WEBHOOK_PRIVATE_TARGETS', ['on', 'off'], 'off') === 'on',
    transcriber: readTranscriber(value, engines.transcriber.length > 0, faults),
    engines,
    logLevel: choice('PATCHBAY_LOG_LEVEL', LOG_LEVELS, 'info'),
    media,
    sip: readSip(value, media.publicAddress, faults),
    secrets: {
      databaseUrl,
      demoToken,
      demoPassword,
      secretKey: readKey(value('PATCHBAY_SECRET_KEY'), faults),
      turnCredential,
      engineKeys,
    },
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** 32 bytes, in base64 or hexadecimal. */
function readKey(text: string | null, faults: string[]): Buffer | null {
  if (text === null) return null;
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  faults.push(
    'PATCHBAY_SECRET_KEY must be 32 bytes in base64 or hexadecimal, as `openssl rand -base64 32` writes them.',
  );
  return null;
}

/** Source: RFC 7064 section 3.1, RFC 7065 section 3.1. */
const URLS = {
  stun: /^stuns?:[^\s/?#]+$/,
  turn: /^turns?:[^\s/?#]+(\?transport=(udp|tcp))?$/,
} as const;

function readMedia(value: (key: Key) => string | null, hasTurnCredential: boolean, faults: string[]): MediaConfig {
  const text = value('PATCHBAY_MEDIA_PORTS') ?? KEYS.PATCHBAY_MEDIA_PORTS.default;
  const ports = readPorts(text);
  if (ports === null)
    faults.push(
      `PATCHBAY_MEDIA_PORTS is "${text}"; it must be ports from 1024 to 65535, such as 50000-50015 or 50000.`,
    );
  const address = (key: 'PATCHBAY_MEDIA_HOST' | 'PATCHBAY_MEDIA_PUBLIC_ADDRESS'): string | null => {
    const text = value(key);
    if (text === null || isIP(text) !== 0) return text;
    faults.push(`${key} is "${text}"; it must be an IP address.`);
    return null;
  };
  const urls = (key: 'PATCHBAY_STUN_URLS' | 'PATCHBAY_TURN_URLS', kind: 'stun' | 'turn'): readonly string[] => {
    const all = (value(key) ?? '').split(',').flatMap((url) => (url.trim() === '' ? [] : url.trim()));
    for (const url of all)
      if (!URLS[kind].test(url)) faults.push(`${key} holds "${url}"; each must look like ${kind}:host:port.`);
    return all;
  };
  const turnUrls = urls('PATCHBAY_TURN_URLS', 'turn');
  const turnUsername = value('PATCHBAY_TURN_USERNAME');
  if (new Set([turnUrls.length > 0, turnUsername !== null, hasTurnCredential]).size > 1)
    faults.push('PATCHBAY_TURN_URLS, PATCHBAY_TURN_USERNAME and PATCHBAY_TURN_CREDENTIAL must be set together.');
  return {
    // A fault stops the start, so nothing is made of what stands in for one.
    ports: ports ?? { first: 1024, last: 1024 },
    host: address('PATCHBAY_MEDIA_HOST'),
    publicAddress: address('PATCHBAY_MEDIA_PUBLIC_ADDRESS'),
    stunUrls: urls('PATCHBAY_STUN_URLS', 'stun'),
    turnUrls,
    turnUsername,
  };
}

/** What browsers call the origin of the address, however it was typed. Source: WHATWG URL, "origin"; RFC 6454, 6.2. */
function readPublicUrl(text: string | null, faults: string[]): string | null {
  if (text === null) return null;
  const url = /^https?:\/\/[^/\\\s?#@]+\/?$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null) faults.push('PATCHBAY_PUBLIC_URL must be http:// or https:// with a host, and no path.');
  return url?.origin ?? null;
}

function unknownFault(key: string): string {
  const known = Object.keys(KEYS).flatMap((each) => (isSecret(each) ? [each, `${each}_FILE`] : each));
  const prefix = 'PATCHBAY_'.length;
  const meant = didYouMean(
    key.slice(prefix),
    known.map((each) => each.slice(prefix)),
  );
  return `${key} is not a setting of Patchbay${meant === null ? '.' : `; did you mean PATCHBAY_${meant}?`}`;
}

/** A range, both included, or one port. Null for anything else. */
function readPorts(text: string): MediaConfig['ports'] | null {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const ports = { first: Number(first), last: Number(last) };
  return ports.first >= 1024 && ports.first <= ports.last && ports.last <= 65_535 ? ports : null;
}

/** A number, or how it begins. */
const MCP_NUMBER = /^\+\d{1,15}\*?$/;

function readMcpNumbers(value: (key: Key) => string | null, faults: string[]): readonly string[] {
  const numbers = (value('PATCHBAY_MCP_NUMBERS') ?? '').split(',').map((each) => each.replaceAll(/[\s()-]/g, ''));
  const named = numbers.filter((each) => each !== '');
  const wrong = named.find((each) => !MCP_NUMBER.test(each));
  if (wrong !== undefined)
    faults.push(`PATCHBAY_MCP_NUMBERS has "${wrong}"; a number is like +14155550148, or +1415*.`);
  return named;
}

/** What `patchbay login` is instead of: whoever has them set may start a server as well. */
const OF_THE_COMMAND_LINE = ['PATCHBAY_SERVER', 'PATCHBAY_TOKEN'];

function unknownKeys(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = (key: string): boolean =>
    key in KEYS ||
    OF_THE_COMMAND_LINE.includes(key) ||
    (key.endsWith('_FILE') && isSecret(key.slice(0, -'_FILE'.length)));
  return Object.keys(env).filter((key) => key.startsWith('PATCHBAY_') && !known(key));
}

function isSecret(key: string): boolean {
  return key in KEYS && KEYS[key as Key].secret;
}

/** The value of a key, or of the file that `<key>_FILE` names; null when unset or empty. Both at once is a fault. */
function readValue(env: Readonly<Record<string, string | undefined>>, key: Key, faults: string[]): string | null {
  const value = env[key]?.trim() ?? '';
  const file = isSecret(key) ? (env[`${key}_FILE`] ?? '') : '';
  if (file === '') return value === '' ? null : value;
  if (value !== '') faults.push(`${key} and ${key}_FILE are both set; one must go.`);
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    faults.push(`${key}_FILE names a file that cannot be read.`);
    return null;
  }
}
