/**
 * Messages gone wrong: published ones as seeds, cut, spliced and altered by fixed dice, so that every run sees the
 * same.
 */
import { requestText, torture, tortureNames } from './sip.ts';

/** Numbers that look random and are the same in every run. Source: Marsaglia, "Xorshift RNGs". */
function dice(seed: number): (sides: number) => number {
  let state = seed | 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

type Dice = ReturnType<typeof dice>;

/** What breaks readers: ends, quotes, brackets, separators, escapes, numbers, and bytes that are no text. */
const PIECES = [
  '\r\n',
  '\r\n\r\n',
  '\r',
  '\n ',
  '"',
  '\\',
  '<',
  '>',
  ';',
  ',',
  '=',
  '%',
  '%00',
  '@',
  '[',
  ']',
  '::',
  '?',
  '\0',
  '\xff\xfe',
  'ÿ'.repeat(9),
  '99999999999999999999',
  '-1',
  ' '.repeat(40),
  ';'.repeat(200),
  ','.repeat(200),
  '('.repeat(200),
  '"'.repeat(99),
  'a'.repeat(500),
  '\r\nVia: SIP/2.0/UDP a',
  '\r\nContent-Length: 5',
  '\r\n continued',
  'sip:',
  'SIP/2.0',
].map((piece) => Buffer.from(piece));

const WAYS: readonly ((bytes: Buffer, roll: Dice, other: Buffer) => Buffer)[] = [
  (bytes, roll) => bytes.subarray(0, roll(bytes.length + 1)),
  (bytes, roll, other) => splice(bytes, roll, other.subarray(roll(other.length), roll(other.length + 1))),
  (bytes, roll) => splice(bytes, roll, PIECES[roll(PIECES.length)] ?? Buffer.alloc(0)),
  (bytes, roll) => splice(bytes, roll, bytes.subarray(roll(bytes.length), roll(bytes.length + 1))),
  (bytes, roll) => {
    const copy = Buffer.from(bytes);
    for (let count = roll(8); count >= 0; count -= 1) copy[roll(copy.length)] = roll(256);
    return copy;
  },
];

function splice(bytes: Buffer, roll: Dice, piece: Buffer): Buffer {
  const at = roll(bytes.length + 1);
  const upTo = Math.min(bytes.length, at + roll(20));
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(upTo)]);
}

/** So many messages, each made from a published one by one to three mutations. */
export function* mutations(count: number, seed: number): Generator<Buffer> {
  const roll = dice(seed);
  const invite = Buffer.from(
    requestText('INVITE', { Route: '<sip:p1.example.com;lr>, <sip:p2.example.com;lr>' }, 'v=0\r\n'),
  );
  const seeds = [invite, ...tortureNames().map((name) => Buffer.from(torture(name)))].filter(
    ({ length }) => length > 0,
  );
  const pick = () => seeds[roll(seeds.length)] ?? invite;
  for (let made = 0; made < count; made += 1) {
    let bytes: Buffer = pick();
    for (let times = roll(3); times >= 0; times -= 1)
      if (bytes.length > 0) bytes = (WAYS[roll(WAYS.length)] ?? splice)(bytes, roll, pick());
    yield bytes;
  }
}
