/** Certificates for tests of TLS, signed by an authority of the test's own. Source: RFC 5280 section 4.1. */
import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key, PEM. */
export type Certificate = { readonly certificate: string; readonly key: string };

/** An authority. */
export type Authority = {
  /** PEM. */
  readonly certificate: string;
  /** One for a name or an address. `days`: how long it is valid from now; in the past where it is negative. */
  issue(name: string, days?: number): Certificate;
};

const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const ALTERNATIVE_NAME = Buffer.from('0603551d11', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');
const DAY = 86_400_000;

/** Makes one. */
export function createAuthority(): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = nameOf(`Authority ${randomBytes(4).toString('hex')}`);
  const isAuthority = sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE)));
  const build = (subject: Buffer, key: KeyObject, extension: Buffer, days: number): string => {
    const [from, to] = [Math.min(-1, days - 1), days].map((each) => timeOf(Date.now() + each * DAY));
    const signed = sequence(
      tagged(0xa0, Buffer.from('020102', 'hex')),
      tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
      ECDSA_WITH_SHA256,
      name,
      sequence(from ?? Buffer.alloc(0), to ?? Buffer.alloc(0)),
      subject,
      key.export({ type: 'spki', format: 'der' }),
      tagged(0xa3, sequence(extension)),
    );
    const signature = sign('sha256', signed, keys.privateKey);
    return pemOf(sequence(signed, ECDSA_WITH_SHA256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature]))));
  };
  return {
    certificate: build(name, keys.publicKey, isAuthority, 10),
    issue(host, days = 10) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const alternative = sequence(ALTERNATIVE_NAME, octets(sequence(generalName(host))));
      return {
        certificate: build(nameOf(host), own.publicKey, alternative, days),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

function generalName(host: string): Buffer {
  if (isIP(host) === 4) return tagged(0x87, Buffer.from(host.split('.').map(Number)));
  return tagged(0x82, Buffer.from(host));
}

function nameOf(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(commonName)))));
}

/** UTCTime: `YYMMDDhhmmssZ`. */
function timeOf(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
