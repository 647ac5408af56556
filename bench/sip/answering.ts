/** The user agent alone in a process of its own, with someone at it who answers every call. Orders: `AnsweringOrder`. */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openAnsweringAgent } from '../../test/support/answering-agent.ts';
import { trunkAt } from '../../test/support/sip-peer.ts';

/** What it is asked: where it listens, and how it is. */
export type AnsweringOrder = { readonly kind: 'port' | 'look' };

/** How it is. `cpu`: milliseconds so far. `memory`: MB in use, without garbage. `held`: transactions and requests. */
export type Look = { readonly cpu: number; readonly memory: number; readonly held: number; readonly ended: number };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const world = await openAnsweringAgent();
world.agent.use([trunkAt({ address: '127.0.0.1', port: 9 }, { inboundAddresses: ['127.0.0.1/32'] })]);

function look(): Look {
  const { user, system } = process.cpuUsage();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  const { transactions, requests, answering } = world.agent.held();
  return {
    cpu: (user + system) / 1000,
    memory: (heapUsed + external) / 1024 ** 2,
    held: transactions + requests + answering,
    ended: world.tally.ended,
  };
}

process.on('message', ({ kind }: AnsweringOrder) => process.send?.({ answer: kind === 'port' ? world.port : look() }));
process.on('disconnect', () => process.exit());
