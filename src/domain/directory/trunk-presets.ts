/** This is one table: what a new trunk of each provider begins with, as the provider documents it. */
import type { TrunkPreset, TrunkSettings } from './trunk.ts';
import { NEW_TRUNK_LIMITS } from './trunk.ts';

/** What a person has to know besides what is set already. */
export type PresetFacts = {
  /** What the host looks like, where every customer has one of their own. */
  readonly hostExample: string;
  /** Whether the provider asks for a username and a password. */
  readonly credentials: 'must' | 'may';
  /** Whether calls come in from the addresses of this list alone, so that it may not be empty. */
  readonly needsAddresses: boolean;
  /** What the provider calls the account and the secret that send text messages; null: it sends none. */
  readonly text: { readonly account: string; readonly secret: string } | null;
  readonly settings: Omit<TrunkSettings, 'name' | 'preset'>;
};

const PLAIN = {
  host: '',
  port: null,
  transports: ['udp', 'tcp'],
  outboundProxy: null,
  username: null,
  registers: false,
  inboundAddresses: [],
  numberFormat: 'plus_e164',
  numberPrefix: '',
  callerHeader: 'from',
  fromUser: null,
  codecs: ['pcmu', 'pcma'],
  srtp: 'off',
  rtpSource: 'signalled',
  referOut: false,
  referIn: false,
  isEnabled: true,
  limits: NEW_TRUNK_LIMITS,
  textAccount: null,
} as const satisfies PresetFacts['settings'];

/**
 * Preset -> what it sets. Sources: twilio.com/docs/sip-trunking (hosts, networking info, one call a second a trunk);
 * developer.vonage.com "SIP Trunking" and "IP allow list"; developers.telnyx.com "Failover and retries" (signaling
 * addresses), "Credential types"; developer.signalwire.com "SIP endpoints".
 */
export const PRESET_FACTS = {
  twilio: {
    hostExample: 'example.pstn.twilio.com',
    credentials: 'must',
    needsAddresses: true,
    text: { account: 'Account SID', secret: 'Auth token' },
    settings: {
      ...PLAIN,
      // Twilio's signaling addresses, region by region: North America, Europe, Asia Pacific, South America.
      inboundAddresses: [
        '54.172.60.0/30',
        '54.244.51.0/30',
        '54.171.127.192/30',
        '35.156.191.128/30',
        '54.65.63.192/30',
        '54.169.127.128/30',
        '54.252.254.64/30',
        '177.71.206.192/30',
      ],
      limits: { ...NEW_TRUNK_LIMITS, callsPerMinute: 60 },
    },
  },
  vonage: {
    hostExample: 'example.sip-us.vonage.com',
    credentials: 'must',
    needsAddresses: true,
    text: { account: 'API key', secret: 'API secret' },
    settings: {
      ...PLAIN,
      inboundAddresses: ['216.147.0.0/18', '168.100.64.0/18'],
      numberFormat: 'e164',
      codecs: ['pcmu', 'pcma', 'g722'],
    },
  },
  telnyx: {
    hostExample: 'sip.telnyx.com',
    credentials: 'must',
    needsAddresses: false,
    text: { account: 'Messaging profile id', secret: 'API key' },
    settings: {
      ...PLAIN,
      host: 'sip.telnyx.com',
      transports: ['udp', 'tcp', 'tls'],
      registers: true,
      // Primary and secondary of each region: United States, Europe, Canada, Australia.
      inboundAddresses: [
        '192.76.120.10/32',
        '64.16.250.10/32',
        '5.172.39.10/32',
        '5.172.39.25/32',
        '193.108.220.10/32',
        '193.108.220.25/32',
        '103.135.104.10/32',
        '103.135.104.25/32',
      ],
      codecs: ['g722', 'pcmu', 'pcma', 'opus'],
    },
  },
  signalwire: {
    hostExample: 'example.sip.signalwire.com',
    credentials: 'must',
    needsAddresses: false,
    text: null,
    settings: {
      ...PLAIN,
      transports: ['tls', 'tcp', 'udp'],
      registers: true,
      codecs: ['opus', 'g722', 'pcmu', 'pcma'],
      srtp: 'optional',
    },
  },
  registering: {
    hostExample: 'sip.example.com',
    credentials: 'must',
    needsAddresses: false,
    text: null,
    settings: {
      ...PLAIN,
      transports: ['udp', 'tcp', 'tls'],
      registers: true,
      numberFormat: 'e164',
      // From is the account there; the number goes beside it.
      callerHeader: 'pai',
      codecs: ['g722', 'pcma', 'pcmu'],
    },
  },
  pbx: {
    hostExample: '192.0.2.10',
    credentials: 'may',
    needsAddresses: true,
    text: null,
    settings: {
      ...PLAIN,
      codecs: ['g722', 'pcma', 'pcmu', 'opus'],
      // Its descriptions often name an address that only its own network knows.
      rtpSource: 'first',
      referOut: true,
    },
  },
} as const satisfies Readonly<Record<TrunkPreset, PresetFacts>>;
