/** Connecting to a target, and what is wrong where that cannot be done. */
import type { Socket } from 'node:net';
import { connect as connectTcp, isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import { checkServerIdentity, connect as connectTls, getCACertificates } from 'node:tls';
import type { NoWay } from './ask.ts';
import type { Target } from './targets.ts';

/** What TLS needs of us. PEM texts. */
export type TlsParts = {
  /** Authorities that are believed besides those of Node. */
  readonly authorities: readonly string[];
  /** Our own certificate and its key; null: we take no connections over TLS, and show none. */
  readonly own: { readonly certificate: string; readonly key: string } | null;
};

/** How long a target may take to accept a connection, TLS included. Milliseconds. */
const CONNECT_WITHIN = 4000;

/** Connects. A certificate has to be of `target.name`, by an authority that is believed. */
export async function connectTo(target: Target, tls: TlsParts): Promise<Socket | NoWay> {
  const isTls = target.transport === 'TLS';
  const socket = isTls ? startTls(target, tls) : connectTcp(target.port, target.address);
  const ready = Promise.withResolvers<null>();
  const connected = (): void => ready.resolve(null);
  const closed = (): void => ready.reject(new Error('It was closed.'));
  const late = setTimeout(() => ready.reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), CONNECT_WITHIN);
  socket
    .once(isTls ? 'secureConnect' : 'connect', connected)
    .on('error', ready.reject)
    .once('close', closed);
  try {
    await ready.promise;
    socket.off('close', closed);
    return socket;
  } catch (error) {
    socket.destroy();
    return faultOf(error, target);
  } finally {
    clearTimeout(late);
  }
}

function startTls({ address, port, name }: Target, { authorities, own }: TlsParts): Socket {
  return connectTls({
    host: address,
    port,
    // SNI takes names alone (RFC 6066 section 3).
    ...(isIP(name) === 0 ? { servername: name } : {}),
    minVersion: 'TLSv1.2',
    ...(authorities.length === 0 ? {} : { ca: [...getCACertificates('default'), ...authorities] }),
    ...(own === null ? {} : { cert: own.certificate, key: own.key }),
    checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkServerIdentity(name, certificate),
  });
}

/** Node's codes for what is wrong with a certificate, or with a connection -> a sentence. */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name',
  CERT_HAS_EXPIRED: 'Its certificate has expired',
  CERT_NOT_YET_VALID: 'Its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is signed by an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'Its certificate is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Its certificate is signed by an authority that is not known here',
  CERT_REVOKED: 'Its certificate has been revoked',
};
const DOUBTED = 'Its certificate cannot be believed';
const CONNECTION_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'It refused the connection',
  ECONNRESET: 'It broke the connection off',
  ETIMEDOUT: 'It did not take the connection in time',
  EHOSTUNREACH: 'No route leads to it',
  ENETUNREACH: 'No route leads to it',
  EPROTO: 'It does not speak TLS there',
};

function faultOf(error: unknown, { transport, address, port, name }: Target): NoWay {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const where = `${transport} ${address}:${port}`;
  const isNotTls = code.startsWith('ERR_SSL_');
  const certificate = CERTIFICATE_FAULTS[code] ?? (isNotTls || !/CERT|ISSUER|CRL/.test(code) ? null : DOUBTED);
  if (certificate !== null) return { fault: 'bad_certificate', detail: `${certificate} (${name} at ${where}).` };
  const what = isNotTls ? CONNECTION_FAULTS['EPROTO'] : CONNECTION_FAULTS[code];
  return { fault: 'unreachable', detail: `${what ?? 'It could not be connected to'} (${where}).` };
}
