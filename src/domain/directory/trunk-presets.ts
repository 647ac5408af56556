/** This is one table: what a new trunk of each provider begins with, as the provider documents it. */
import type { TrunkPreset, TrunkSettings } from './trunk.ts';
import { NEW_TRUNK_LIMITS } from './trunk.ts';

/** What a person has to know besides what is set already. */
export type PresetFacts = {
  /** What the provider calls it. */
  readonly title: string;
  /** What the host looks like, where every customer has one of their own. */
  readonly hostExample: string;
  /** Whether the provider asks for a username and a password. */
  readonly credentials: 'must' | 'may';
  /** Whether calls come in from the addresses of this list alone, so that it may not be empty. */
  readonly needsAddresses: boolean;
  /** What has to be done at the provider, in a sentence or two. */
  readonly about: string;
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
    title: 'Twilio Elastic SIP Trunking',
    hostExample: 'example.pstn.twilio.com',
    credentials: 'must',
    needsAddresses: true,
    about:
      'Under Termination, make a SIP URI and a credential list. Under Origination, add this server’s address. With Secure Trunking, use TLS and required encryption.',
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
    title: 'Vonage SIP trunking',
    hostExample: 'example.sip-us.vonage.com',
    credentials: 'must',
    needsAddresses: true,
    about:
      'In the dashboard, make a SIP trunk with a user, add this server’s address as its URI and link your numbers to it.',
    text: { account: 'API key', secret: 'API secret' },
    settings: {
      ...PLAIN,
      inboundAddresses: ['216.147.0.0/18', '168.100.64.0/18'],
      numberFormat: 'e164',
      codecs: ['pcmu', 'pcma', 'g722'],
    },
  },
  telnyx: {
    title: 'Telnyx SIP connection',
    hostExample: 'sip.telnyx.com',
    credentials: 'must',
    needsAddresses: false,
    about:
      'Make a credentials connection with an outbound voice profile and assign your numbers to it. Set its number format to +E.164. Outside of the United States use the host of your region.',
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
    title: 'SignalWire SIP endpoint',
    hostExample: 'example.sip.signalwire.com',
    credentials: 'must',
    needsAddresses: false,
    about: 'Make a SIP endpoint with a username and a password, and let your numbers call that endpoint.',
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
    title: 'Another provider, with registration',
    hostExample: 'sip.example.com',
    credentials: 'must',
    needsAddresses: false,
    about:
      'For providers and routers that know you by a username: sipgate, a FRITZ!Box, DIDWW and others. It works behind NAT.',
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
    title: 'PBX or gateway by its address',
    hostExample: '192.0.2.10',
    credentials: 'may',
    needsAddresses: true,
    about:
      'On the PBX, make a trunk to this server’s address without registration. Calls from the addresses below are its.',
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
