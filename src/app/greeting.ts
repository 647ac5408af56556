/** What a start prints: where to go next, what was made, where the data lies, how to stop. */
import type { Config } from '#config/config.ts';
import type { DemoSecret } from './demo.ts';
import type { Patchbay } from './app.ts';

/** Shows a secret only when it was made at this start. */
export function greeting(
  config: Config,
  { address, demo, setupPath }: Pick<Patchbay, 'address' | 'demo' | 'setupPath'>,
): string {
  const lines = [
    `Patchbay is running at ${address}`,
    '',
    ...(setupPath === null ? [] : [`  Set it up first:  ${address}${setupPath} (works once, until the next start)`]),
    `  Answer calls:     ${address}/app/desk`,
    ...(demo === null ? [] : [`  Place a call:     ${address}/w/demo`]),
    `  Watch the queues: ${address}/app/live`,
    `  API reference:    ${address}/docs`,
    ...(demo === null ? [] : demoLines(address, demo)),
    '',
    `Data: ${config.dataDirectory}${config.secrets.databaseUrl === null ? '' : ', and the database of PATCHBAY_DATABASE_URL'}`,
    'Stop: Ctrl-C or SIGTERM',
  ];
  return `\n${lines.join('\n')}\n\n`;
}

function demoLines(address: string, { token, password }: NonNullable<Patchbay['demo']>): string[] {
  const inCommand =
    token.kind === 'made' ? token.value : token.kind === 'given' ? '$PATCHBAY_DEMO_TOKEN' : 'YOUR_TOKEN';
  // Some shells read the brackets of an IPv6 address as a pattern.
  const url = address.includes('[') ? `'${address}/apps/api/v1/calls'` : `${address}/apps/api/v1/calls`;
  return [
    '',
    `Demo sign-in:  agent@somedomain.com or owner@somedomain.com, who is the administrator`,
    `Demo password: ${shown(password, 'PATCHBAY_DEMO_PASSWORD')}`,
    `Demo token:    ${shown(token, 'PATCHBAY_DEMO_TOKEN')}`,
    '',
    'Place a call:',
    '',
    `  curl -s -u demo:${inCommand} ${url} -H 'Content-Type: application/json' \\`,
    `    -d '{"call_type":"Voice Outbound (API)","agent_email":"admin@somedomain.com","end_user_number":"+1 859-657-9625","outbound_number":"+1 339-219-5276"}'`,
  ];
}

function shown(secret: DemoSecret, key: string): string {
  if (secret.kind === 'made') return `${secret.value} (printed this once)`;
  if (secret.kind === 'given') return `as given by ${key}`;
  return `as printed when it was made; lost? Set ${key} to choose a new one`;
}
