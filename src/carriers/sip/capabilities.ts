/** What this user agent can do, as it says to those who ask. */
import type { Capabilities } from '#sip/message/admit.ts';
import type { Header } from '#sip/message/message.ts';

/** Methods, extensions and bodies that are taken. */
export const CAPABILITIES: Capabilities = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'INFO', 'PRACK', 'UPDATE', 'REFER', 'NOTIFY'],
  extensions: ['timer', '100rel', 'replaces'],
  bodies: [
    'application/sdp',
    'application/dtmf-relay',
    'application/dtmf',
    'message/sipfrag',
    'message/sipfrag;version=2.0',
    'text/plain',
  ],
  schemes: ['sip', 'sips', 'tel'],
};

/** The fields by which a far end learns them (RFC 3261 section 11.2). */
export const OPTIONS_FIELDS: readonly Header[] = [
  { name: 'Allow', value: CAPABILITIES.methods.join(', ') },
  { name: 'Accept', value: 'application/sdp' },
  { name: 'Supported', value: CAPABILITIES.extensions.join(', ') },
];
