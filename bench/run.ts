/**
 * `npm run bench [-- names … --write]`: runs the benchmarks in turn and prints each figure beside its goal. What takes
 * long runs by name only.
 */
import process from 'node:process';
import { churn } from './churn.ts';
import { create } from './create.ts';
import { filters } from './filters.ts';
import { kill } from './kill.ts';
import { malformed } from './malformed.ts';
import { media, QUESTION } from './media.ts';
import { readsCost } from './reads-cost.ts';
import { reads } from './reads.ts';
import { router } from './router.ts';
import { scheduled } from './scheduled.ts';
import { sip } from './sip.ts';
import { sipFuzz } from './sip-fuzz.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { voice } from './voice.ts';
import { webhooks } from './webhooks.ts';
import type { Figure } from './support/figure.ts';
import { postgresVersion } from './support/server.ts';
import type { Result } from './support/table.ts';
import { machine, print, write } from './support/table.ts';

type Bench = { readonly question: string; readonly byNameOnly?: true; readonly run: () => Promise<readonly Figure[]> };

const BENCHES: Readonly<Record<string, Bench>> = {
  create: {
    question: 'How fast are calls created over HTTP, each stored for good before it is answered?',
    run: create,
  },
  reads: { question: 'Does reading stay as fast when a thousand calls have become a million?', run: reads },
  'reads-cost': {
    question: 'What does a read cost in CPU, over app and database, beside the least that it can cost?',
    run: readsCost,
  },
  router: { question: 'How soon does a waiting call find an agent, and what does a routed call cost?', run: router },
  start: { question: 'How soon is a server ready, and what does it hold in memory at rest?', run: start },
  webhooks: {
    question: 'What do webhooks cost the calls, and how soon are they told?',
    byNameOnly: true,
    run: webhooks,
  },
  scheduled: { question: 'How late are scheduled calls when some hundred come due within seconds?', run: scheduled },
  malformed: { question: 'Does anything that is no request bring the server down, or make it grow?', run: malformed },
  kill: {
    question: 'Is any acknowledged call lost, or any made twice, when app, database or both are killed?',
    byNameOnly: true,
    run: kill,
  },
  churn: {
    question: 'Is memory back after ten minutes of calls and desks, or is it held?',
    byNameOnly: true,
    run: churn,
  },
  stop: {
    question: 'How long does a stop take with thousands of simulated calls under way, and is any lost?',
    byNameOnly: true,
    run: stop,
  },
  sip: {
    question: 'What does signalling over SIP cost, what does it hold, and does it come through a flood of strangers?',
    byNameOnly: true,
    run: sip,
  },
  'sip-fuzz': {
    question: 'Does nothing that is sent make the reader of SIP throw, stall or grow, and how fast does it read?',
    byNameOnly: true,
    run: async () => sipFuzz(),
  },
  voice: {
    question:
      'Are callers heard, answered and let speak soon enough, at what cost, and do they end with a person when anything breaks?',
    byNameOnly: true,
    run: voice,
  },
  filters: {
    question: 'What does each filter and search of the console and of /v1 cost the database at a million calls?',
    byNameOnly: true,
    run: filters,
  },
  media: { question: QUESTION, byNameOnly: true, run: media },
};

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--write');
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}

const facts = machine(await postgresVersion());
console.log(facts.join('\n'));
const results: Result[] = [];
for (const [name, { question, byNameOnly, run }] of Object.entries(BENCHES)) {
  if (names.length > 0 ? !names.includes(name) : byNameOnly === true) continue;
  const result = { name, question, figures: await run() };
  print(result);
  results.push(result);
}
if (words.includes('--write')) await write(results, facts, new Date().toISOString().slice(0, 10));
const missed = results.flatMap(({ figures }) => figures.filter(({ isMet }) => isMet === false));
console.log(`\n${missed.length === 0 ? 'Every goal is met.' : `${missed.length} goals are missed.`}`);
process.exit(missed.length === 0 ? 0 : 1);
