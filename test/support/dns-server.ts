/** A DNS server on loopback that knows one zone. Source: RFC 1035 section 4, RFC 2782 (SRV), RFC 3403 (NAPTR). */
import { createSocket } from 'node:dgram';
import type { Naptr, Srv } from '#sip/location/location.ts';

/** Names in lower case -> their records; the time to live in seconds, 300 where it is absent. */
export type Zone = Readonly<Record<string, Records>>;

type Records = {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly SRV?: readonly Srv[];
  readonly NAPTR?: readonly Naptr[];
  readonly ttl?: number;
};

/** The server. */
export type DnsServer = {
  /** `127.0.0.1:port`. */
  readonly address: string;
  close(): Promise<void>;
};

const TYPES = { A: 1, AAAA: 28, SRV: 33, NAPTR: 35 } as const;
const HEADER_BYTES = 12;
const NAME_ERROR = 3;

/** Starts it. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    socket.send(answer(query, zone), from.port, from.address);
  });
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: async () => new Promise<void>((resolve) => void socket.close(() => resolve())),
  };
}

function answer(query: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(HEADER_BYTES, at + 5);
  const type = query.readUInt16BE(at + 1);
  const records = zone[labels.join('.').toLowerCase()];
  const found = records === undefined ? [] : dataOf(records, type);
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | (records === undefined ? NAME_ERROR : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, question, ...found.map((data) => record(type, records?.ttl ?? 300, data))]);
}

function record(type: number, ttl: number, data: Buffer): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  // The name is the question's, right behind the header.
  head.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(ttl, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf({ A = [], AAAA = [], SRV = [], NAPTR = [] }: Records, type: number): Buffer[] {
  if (type === TYPES.A) return A.map((address) => Buffer.from(address.split('.').map(Number)));
  if (type === TYPES.AAAA) return AAAA.map(ipv6Of);
  if (type === TYPES.SRV)
    return SRV.map(({ priority, weight, port, name }) =>
      Buffer.concat([numbers(priority, weight, port), nameOf(name)]),
    );
  if (type !== TYPES.NAPTR) return [];
  return NAPTR.map(({ order, preference, flags, service, replacement }) =>
    Buffer.concat([
      numbers(order, preference),
      ...[flags, service, ''].map((text) => Buffer.from([text.length, ...Buffer.from(text)])),
      nameOf(replacement),
    ]),
  );
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index);
  return bytes;
}

function nameOf(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

function ipv6Of(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const groups = (half: string): string[] => half.split(':').filter((group) => group !== '');
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return numbers(...[...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16)));
}
