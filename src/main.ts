/** Starts Patchbay from the environment, says where it is, and stops it on SIGTERM or SIGINT. */
import process from 'node:process';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';
import type { Patchbay } from './patchbay.ts';
import { startPatchbay } from './patchbay.ts';

/** How long a stop may take before the process ends anyway. */
const LONGEST_STOP_MS = 30_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const patchbay = await startPatchbay(config, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(patchbay));
  process.stdout.write(greeting(config, patchbay));
}

async function stop(patchbay: Patchbay): Promise<void> {
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  await patchbay.stop();
  process.exit(0);
}

function greeting(config: Config, { address, demoToken, demoPassword }: Patchbay): string {
  const token = demoToken ?? 'YOUR_TOKEN';
  const note = demoToken === null ? ' (printed at the first start; set PATCHBAY_DEMO_TOKEN to choose one)' : '';
  const password = 'as printed at the first start; set PATCHBAY_DEMO_PASSWORD to choose one';
  if (!config.hasDemo) return `\nPatchbay answers at ${address}\n\n`;
  return `
Patchbay answers at ${address}
Demo workspace: demo
Demo token:     ${token}${note}

Take calls:       ${address}/app/desk, as agent@somedomain.com (or admin@), password ${demoPassword ?? password}
Call from a page: ${address}/w/demo

Place a call:

  curl -s -u demo:${token} ${address}/apps/api/v1/calls -H 'Content-Type: application/json' \\
    -d '{"call_type":"Voice Outbound (API)","agent_email":"admin@somedomain.com","end_user_number":"+1 859-657-9625","outbound_number":"+1 339-219-5276"}'

`;
}

main().catch((error: unknown) => {
  const isKnown = error instanceof ConfigError || (error instanceof Error && 'fault' in error);
  process.stderr.write(
    `${isKnown && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
