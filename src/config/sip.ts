/** Where telephones reach this server: the settings whose names begin with PATCHBAY_SIP. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** How telephones reach this server. */
export type SipConfig = {
  /**
   * Null: UDP and TCP at port 5060 of every address, and TLS at 5061 where there is a certificate, once there is a
   * trunk that is enabled. A list is listened at from the start; an empty one never, and no trunk is reached.
   */
  readonly listening: readonly SipListening[] | null;
  /** The address that the public network reaches us at; null where the machine has it itself. */
  readonly publicAddress: string | null;
  /** Our certificate with its key, PEM; null: no one connects over TLS. */
  readonly certificate: { readonly certificate: string; readonly key: string } | null;
  /** Authorities that are believed besides those of Node, PEM. */
  readonly authorities: readonly string[];
};

/** One place to listen. Port 0 takes a free one. */
export type SipListening = {
  readonly transport: 'UDP' | 'TCP' | 'TLS';
  readonly address: string;
  readonly port: number;
};

type SipKey =
  | 'PATCHBAY_SIP'
  | 'PATCHBAY_SIP_PUBLIC_ADDRESS'
  | 'PATCHBAY_SIP_TLS_CERT'
  | 'PATCHBAY_SIP_TLS_KEY'
  | 'PATCHBAY_SIP_TLS_CA';

/** Reads the settings; what is wrong is added to the faults. `soundAddress`: what browsers are told. */
export function readSip(
  value: (key: SipKey) => string | null,
  soundAddress: string | null,
  faults: string[],
): SipConfig {
  const publicAddress = value('PATCHBAY_SIP_PUBLIC_ADDRESS');
  if (publicAddress !== null && isIP(publicAddress) === 0)
    faults.push(`PATCHBAY_SIP_PUBLIC_ADDRESS is "${publicAddress}"; it must be an IP address.`);
  const certificate = readCertificate(value('PATCHBAY_SIP_TLS_CERT'), value('PATCHBAY_SIP_TLS_KEY'), faults);
  const listening = readListening(value('PATCHBAY_SIP'), faults);
  if (certificate === null && listening?.some(({ transport }) => transport === 'TLS') === true)
    faults.push('PATCHBAY_SIP listens over TLS; set PATCHBAY_SIP_TLS_CERT and PATCHBAY_SIP_TLS_KEY.');
  const authorities = value('PATCHBAY_SIP_TLS_CA')?.match(PEM) ?? [];
  if (value('PATCHBAY_SIP_TLS_CA') !== null && (authorities.length === 0 || !authorities.every(isCertificate)))
    faults.push('PATCHBAY_SIP_TLS_CA must be certificates in PEM.');
  return { listening, publicAddress: publicAddress ?? soundAddress, certificate, authorities };
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PLACE = /^(udp|tcp|tls):\/\/(\[[^\]]+\]|[^:/[\]]+)(?::(\d{1,5}))?$/;
const NAMES = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const;

function readListening(text: string | null, faults: string[]): readonly SipListening[] | null {
  if (text === null) return null;
  if (text === 'off') return [];
  return text.split(',').flatMap((each): SipListening[] => {
    const place = readPlace(each.trim());
    if (place === null)
      faults.push(
        `PATCHBAY_SIP holds "${each.trim()}"; it must be off, or IP addresses such as udp://0.0.0.0:5060 or tls://[::]:5061.`,
      );
    return place === null ? [] : [place];
  });
}

function readPlace(text: string): SipListening | null {
  const [, scheme, host = '', digits] = PLACE.exec(text) ?? [];
  const address = host.replace(/^\[|\]$/g, '');
  const port = Number(digits ?? (scheme === 'tls' ? 5061 : 5060));
  if ((scheme !== 'udp' && scheme !== 'tcp' && scheme !== 'tls') || isIP(address) === 0 || port > 65_535) return null;
  return { transport: NAMES[scheme], address, port };
}

function readCertificate(certificate: string | null, key: string | null, faults: string[]): SipConfig['certificate'] {
  if (certificate === null && key === null) return null;
  if (certificate === null || key === null) {
    faults.push('PATCHBAY_SIP_TLS_CERT and PATCHBAY_SIP_TLS_KEY must be set together.');
    return null;
  }
  try {
    if (new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) return { certificate, key };
    faults.push('PATCHBAY_SIP_TLS_KEY is not the key of PATCHBAY_SIP_TLS_CERT.');
  } catch {
    faults.push('PATCHBAY_SIP_TLS_CERT and PATCHBAY_SIP_TLS_KEY must be a certificate and a private key in PEM.');
  }
  return null;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null;
  } catch {
    return false;
  }
}
