/**
 * What the providers of the presets document, one by one: how they know a caller, how they write numbers, what they
 * offer, and what they refuse. Sources: twilio.com/docs/sip-trunking (host in the Request-URI, caller verified);
 * developer.nexmo.com/voice/sip/overview (From in E.164 without a plus, codecs); developers.telnyx.com "Credential
 * types"; developer.signalwire.com "SIP endpoints"; nfon.com "Nconnect Voice, examples" (a provider that registers).
 */
import type { TrunkPreset, TrunkTransport } from '#domain/directory/trunk.ts';
import type { Manner, SipText } from './provider.ts';

/** One. */
export type PresetFixture = Pick<Manner, 'transport' | 'challenge' | 'realm'> & {
  /** What a customer who has it otherwise than the preset asks for; null: in the preset's order. */
  readonly transports: readonly TrunkTransport[] | null;
  /** A customer's. */
  readonly host: string;
  /** With what it refuses an INVITE of ours that is not as it wants it; null: it is. */
  refuses(invite: SipText): number | null;
  /** What an INVITE of ours says: the callee, the caller, who is asserted besides, and codecs in their order. */
  readonly sent: {
    readonly uri: string;
    readonly from: string;
    readonly asserted: string | null;
    readonly codecs: readonly string[];
    readonly offersKeys: boolean;
  };
  /** Its INVITE: to whom, and what it says of both ends. `account`: our Contact where we registered. */
  readonly calls: {
    readonly to: 'number' | 'account';
    readonly called: string;
    readonly headers: readonly string[];
    readonly codecs: readonly string[];
    readonly hasKeys: boolean;
  };
  /** The codec that comes of its offer, the first of ours among its, and in which it answers ours. */
  readonly agreed: 'PCMU' | 'PCMA' | 'G722';
  /** Its descriptions name an address that its sound does not come from. */
  readonly isBehindNat: boolean;
};

const EVERYONE = (): null => null;
const fromOf = ({ fields }: SipText): string => /sip:([^@]*)@/.exec(fields['from']?.[0] ?? '')?.[1] ?? '';

/**
 * Preset -> the fixture. The workspace is +1 339 219 5276, the callee +1 415 555 011x and the caller +1 415 555 0148.
 */
export const PRESET_FIXTURES = {
  twilio: {
    host: 'acme.pstn.twilio.com',
    transport: 'UDP',
    transports: null,
    challenge: 407,
    realm: 'sip.twilio.com',
    // What names another host is dropped, and callers who are not verified are refused.
    refuses: (invite) =>
      invite.start.includes('@acme.pstn.twilio.com') && fromOf(invite) === '+13392195276' ? null : 403,
    sent: {
      uri: 'sip:+14155550110@acme.pstn.twilio.com',
      from: '<sip:+13392195276@acme.pstn.twilio.com>',
      asserted: null,
      codecs: ['PCMU', 'PCMA'],
      offersKeys: false,
    },
    calls: {
      to: 'number',
      called: '+13392195276',
      headers: [
        'From: <sip:+14155550148@acme.pstn.twilio.com>;tag=t',
        'X-Twilio-AccountSid: AC00000000000000000000000000000000',
        'X-Twilio-CallSid: CA00000000000000000000000000000000',
        'Diversion: <sip:+13392195276@twilio.com>;reason=unconditional',
      ],
      codecs: ['PCMU', 'PCMA'],
      hasKeys: false,
    },
    agreed: 'PCMU',
    isBehindNat: false,
  },
  vonage: {
    host: 'acme.sip-us.vonage.com',
    transport: 'UDP',
    transports: null,
    challenge: 407,
    realm: 'sip-us.vonage.com',
    refuses: (invite) => (/^\d+$/.test(fromOf(invite)) ? null : 403),
    sent: {
      uri: 'sip:14155550111@acme.sip-us.vonage.com',
      from: '<sip:13392195276@acme.sip-us.vonage.com>',
      asserted: null,
      codecs: ['PCMU', 'PCMA', 'G722'],
      offersKeys: false,
    },
    calls: {
      to: 'number',
      called: '13392195276',
      headers: ['From: <sip:14155550148@sip-us.vonage.com>;tag=v'],
      codecs: ['PCMA', 'PCMU', 'iLBC', 'G729', 'G722'],
      hasKeys: false,
    },
    agreed: 'PCMU',
    isBehindNat: false,
  },
  telnyx: {
    host: 'sip.telnyx.com',
    transport: 'UDP',
    transports: null,
    challenge: 407,
    realm: 'sip.telnyx.com',
    refuses: (invite) => (fromOf(invite).startsWith('+') ? null : 403),
    sent: {
      uri: 'sip:+14155550112@sip.telnyx.com',
      from: '<sip:+13392195276@sip.telnyx.com>',
      asserted: null,
      codecs: ['G722', 'PCMU', 'PCMA', 'opus'],
      offersKeys: false,
    },
    calls: {
      to: 'account',
      called: '+13392195276',
      headers: ['From: <sip:+14155550148@sip.telnyx.com>;tag=x'],
      codecs: ['G722', 'PCMU', 'PCMA', 'G729', 'opus'],
      hasKeys: false,
    },
    agreed: 'G722',
    isBehindNat: false,
  },
  signalwire: {
    host: 'acme.sip.signalwire.com',
    transport: 'TLS',
    transports: null,
    challenge: 407,
    realm: 'acme.sip.signalwire.com',
    refuses: EVERYONE,
    sent: {
      uri: 'sip:+14155550113@acme.sip.signalwire.com',
      from: '<sip:+13392195276@acme.sip.signalwire.com>',
      asserted: null,
      codecs: ['opus', 'G722', 'PCMU', 'PCMA'],
      offersKeys: true,
    },
    calls: {
      to: 'account',
      called: '+13392195276',
      headers: ['From: <sip:+14155550148@acme.sip.signalwire.com>;tag=s'],
      codecs: ['PCMU', 'PCMA'],
      hasKeys: true,
    },
    agreed: 'PCMU',
    isBehindNat: false,
  },
  registering: {
    host: 'trunk.example.com',
    transport: 'UDP',
    transports: null,
    challenge: 401,
    realm: 'trunk.example.com',
    // It knows the account alone: the number goes beside it.
    refuses: (invite) => (fromOf(invite) === 'acme' ? null : 403),
    sent: {
      uri: 'sip:14155550114@trunk.example.com',
      from: '<sip:acme@trunk.example.com>',
      asserted: '<sip:13392195276@trunk.example.com>',
      codecs: ['G722', 'PCMA', 'PCMU'],
      offersKeys: false,
    },
    calls: {
      to: 'account',
      called: '0013392195276',
      headers: [
        'From: "0014155550148" <sip:acme@trunk.example.com>;tag=r',
        'P-Asserted-Identity: <sip:0014155550148@trunk.example.com:5060>',
      ],
      codecs: ['PCMA', 'PCMU'],
      hasKeys: false,
    },
    agreed: 'PCMA',
    isBehindNat: false,
  },
  pbx: {
    host: '127.0.0.1',
    transport: 'TCP',
    transports: ['tcp', 'udp'],
    challenge: null,
    realm: '',
    refuses: EVERYONE,
    sent: {
      uri: 'sip:+14155550115@127.0.0.1',
      from: '<sip:+13392195276@127.0.0.1>',
      asserted: null,
      codecs: ['G722', 'PCMA', 'PCMU', 'opus'],
      offersKeys: false,
    },
    calls: {
      to: 'number',
      called: '3392195276',
      headers: ['From: <sip:4155550148@127.0.0.1>;tag=p'],
      codecs: ['PCMA', 'PCMU'],
      hasKeys: false,
    },
    agreed: 'PCMA',
    isBehindNat: true,
  },
} as const satisfies Readonly<Record<TrunkPreset, PresetFixture>>;

const NUMBERS: Readonly<Record<string, number>> = { PCMU: 0, PCMA: 8, G722: 9, G729: 18, iLBC: 97, opus: 111 };
const RATES: Readonly<Record<string, string>> = { opus: '48000/2' };

/** The names of the codecs of a description, in their order; keys that are pressed are none. */
export function codecsIn(description: string): readonly string[] {
  const [, listed = ''] = /^m=audio \d+ \S+ (.*)$/m.exec(description) ?? [];
  const names = listed
    .trim()
    .split(' ')
    .map((type) => {
      const [, mapped] = new RegExp(`^a=rtpmap:${type} ([^/\\s]+)`, 'm').exec(description) ?? [];
      return mapped ?? Object.keys(NUMBERS).find((name) => String(NUMBERS[name]) === type) ?? type;
    });
  return names.filter((name) => name !== 'telephone-event');
}

/** The telephone's offer with these codecs instead of its own. */
export function offering(offer: string, codecs: readonly string[]): string {
  const types = codecs.map((name) => NUMBERS[name] ?? 0);
  const mapped = codecs.map((name) => `a=rtpmap:${NUMBERS[name]} ${name}/${RATES[name] ?? '8000'}`);
  return offer
    .replace(/^(m=audio \d+ \S+) \d+ (\d+)$/m, `$1 ${types.join(' ')} $2`)
    .replace(/^a=rtpmap:(?!101).*$/m, mapped.join('\r\n'));
}
