/** A call over a trunk whose far end is sipp, for servers that die in the middle of it. */
import type { FoundProgram } from './peer-programs.ts';
import type { Sipp } from './sipp.ts';
import { startSipp } from './sipp.ts';
import { answer, hears, isAsked, SDP, send, sound } from './sipp-steps.ts';

/** Where nothing listens. */
const NOWHERE = 9;

/** A trunk whose calls come from this machine, and where nothing listens: who is to be dialed is refused at once. */
export const DEAD_TRUNK = {
  name: 'Far end',
  preset: 'pbx',
  host: '127.0.0.1',
  port: NOWHERE,
  transports: ['tcp'],
  inbound_addresses: ['127.0.0.1/32'],
  refer_in: true,
} as const;

/**
 * Calls the number, has the server send requests of its own, and stays on the line until it is hung up. Its proxy is
 * where it is itself, and its Contact is {@link NOWHERE}: only what follows the route comes back.
 */
export async function callsAndStays(program: FoundProgram, number: string, to: number): Promise<Sipp> {
  const proxied = (step: string): string =>
    step.replace('Contact: <sip:sipp@[local_ip]:[local_port]>', `Contact: <sip:sipp@[local_ip]:${NOWHERE}>`);
  const told = [isAsked('NOTIFY'), answer('200 OK', { tag: '' })];
  const scenario = [
    send('INVITE', 1, {
      headers: ['Record-Route: <sip:[local_ip]:[local_port];lr>', SDP],
      body: sound(),
      within: false,
    }),
    hears(100, null, true),
    hears(180, null, true),
    hears(200),
    send('ACK', 1),
    send('REFER', 2, { headers: ['Refer-To: <sip:+14155550301@127.0.0.1>'] }),
    hears(202),
    ...told,
    ...told,
    // On a busy machine it is asked besides whether it is still there.
    '<label id="1"/>',
    '<recv request="OPTIONS" optional="true" next="2"/>',
    '<recv request="BYE" next="3"/>',
    '<label id="2"/>',
    answer('200 OK', { tag: '' }).replace('<send>', '<send next="1">'),
    '<label id="3"/>',
    answer('200 OK', { tag: '' }),
  ].map(proxied);
  return startSipp(program, { scenario, to, args: ['-s', number, '-timeout', '90'] });
}

/** The fields of each request with the method that sipp sent or was sent, with its start line as `request`. */
export function requestsOf(said: string, way: 'sent' | 'received', method: string): readonly Fields[] {
  return said
    .split(/^-{5,}.*$/m)
    .filter((part) => part.includes(`message ${way}`))
    .flatMap((part) => {
      const [request = '', ...lines] = part.slice(part.indexOf('\n\n') + 2).split(/\r?\n/);
      const fields = lines.flatMap((line) => {
        const [, name = '', value = ''] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];
        return name === '' ? [] : [[name, value] as const];
      });
      return request.startsWith(`${method} `) ? [{ ...Object.fromEntries(fields), request }] : [];
    });
}

type Fields = Readonly<Record<string, string>>;
