/** Messages of SIP for tests: written as text, and the published ones that every reader must know. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SipMessage, SipRequest, SipResponse } from '#sip/message/message.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import type { ReadingFault } from '#sip/message/refusal.ts';

const require = createRequire(import.meta.url);
const TORTURE = join(dirname(require.resolve('sip')), 'test/messages');

/** Lines as the bytes of a message; an empty line ends the head, and what follows it is the body. */
export function lines(...text: readonly string[]): Uint8Array {
  return Buffer.from(text.join('\r\n'));
}

/** A datagram's message; the test fails where it is refused. */
export function readSip(bytes: Uint8Array | string): SipMessage {
  const reading = readDatagram(Buffer.from(bytes));
  assert.equal(reading.kind, 'message', reading.kind === 'refused' ? reading.refusal.fault : reading.kind);
  return reading.kind === 'message' ? reading.message : assert.fail();
}

/** What a datagram is refused with; 'taken' where it is not. */
export function faultOf(bytes: Uint8Array | string): ReadingFault | 'taken' | 'keep_alive' {
  const reading = readDatagram(Buffer.from(bytes));
  if (reading.kind === 'refused') return reading.refusal.fault;
  return reading.kind === 'message' ? 'taken' : reading.kind;
}

/** A request with what every request has; further fields take the place of those of the same name. */
export function aRequest(method: string, fields: Readonly<Record<string, string>> = {}, body = ''): SipRequest {
  const message = readSip(requestText(method, fields, body));
  return message.kind === 'request' ? message : assert.fail();
}

/** The text of such a request. The field "uri" is its Request-URI; a field that is empty is left out. */
export function requestText(method: string, fields: Readonly<Record<string, string>> = {}, body = ''): string {
  const { uri = 'sip:bob@biloxi.example.com', ...given } = fields;
  const all = {
    Via: 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds',
    'Max-Forwards': '70',
    From: 'Alice <sip:alice@atlanta.example.com>;tag=1928301774',
    To: 'Bob <sip:bob@biloxi.example.com>',
    'Call-ID': 'a84b4c76e66710@192.0.2.1',
    CSeq: `314159 ${method}`,
    Contact: '<sip:alice@192.0.2.1>',
    ...given,
  };
  return text(`${method} ${uri} SIP/2.0`, all, body);
}

/** A response to such a request. */
export function aResponse(status: number, fields: Readonly<Record<string, string>> = {}, body = ''): SipResponse {
  const all = {
    Via: 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds',
    From: 'Alice <sip:alice@atlanta.example.com>;tag=1928301774',
    To: 'Bob <sip:bob@biloxi.example.com>;tag=a6c85cf',
    'Call-ID': 'a84b4c76e66710@192.0.2.1',
    CSeq: '314159 INVITE',
    Contact: '<sip:bob@192.0.2.4>',
    ...fields,
  };
  const message = readSip(text(`SIP/2.0 ${status} Whatever`, all, body));
  return message.kind === 'response' ? message : assert.fail();
}

function text(start: string, fields: Readonly<Record<string, string>>, body: string): string {
  const head = Object.entries(fields).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  return [start, ...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** A message of RFC 4475 by its name there, from the package that ships them. */
export function torture(name: string): Uint8Array {
  return readFileSync(join(TORTURE, `${name}.dat`));
}

/** The names of all 49, and of the few more that the package has. */
export function tortureNames(): string[] {
  return readdirSync(TORTURE).flatMap((file) => (file.endsWith('.dat') ? [file.slice(0, -'.dat'.length)] : []));
}

const EXAMPLES = [
  'invite',
  'invite-tls',
  'invite-compact',
  '200ok',
  'siprec',
  'siprec2',
  'siprec3',
  'options-carriage-return',
];

/** Messages of real gateways, by their name in the package that collects them. */
export function examples(): [string, Uint8Array][] {
  const load: unknown = require('sip-message-examples');
  assert.ok(typeof load === 'function');
  return EXAMPLES.map((name) => [name, Buffer.from(String(load(name)))]);
}
