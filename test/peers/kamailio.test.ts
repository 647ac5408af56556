/** Registrations against Kamailio, a registrar that is not ours. It is looked for, and not installed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TrunkHealth } from '#domain/directory/trunk.ts';
import { probeTrunk } from '#carriers/sip/trunk-probe.ts';
import { createTrunkWatch } from '#carriers/sip/trunk-watch.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import type { AnsweringAgent } from '../support/answering-agent.ts';
import { openAnsweringAgent } from '../support/answering-agent.ts';
import { findProgram } from '../support/peer-programs.ts';
import { makeScratchDirectory, removeDirectory } from '../support/scratch-directory.ts';
import { openPeer, trunkAt } from '../support/sip-peer.ts';
import { until } from '../support/until.ts';

const kamailio = await findProgram('kamailio', true);
const skip = kamailio === null ? 'kamailio is not here: apt-get install kamailio.' : false;

/** A registrar that asks for digest, and calls whoever has registered when it is sent an OPTIONS for them. */
const CONFIGURATION = (port: number, modules: string): string => `#!KAMAILIO
debug=0
log_stderror=yes
children=1
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
mpath="${modules}"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
modparam("auth", "nonce_expire", 300)
modparam("auth", "nonce_count", 1)
modparam("auth", "qop", "auth")
modparam("registrar", "max_expires", 120)
request_route {
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("registrar.test", "secret", "0")) {
      www_challenge("registrar.test", "1");
      exit;
    }
    save("location");
    exit;
  }
  if (is_method("OPTIONS") && $rU != $null) {
    if (!lookup("location")) {
      sl_send_reply("404", "Not Registered");
      exit;
    }
    t_relay();
    exit;
  }
  sl_send_reply("200", "OK");
}
`;

let agent: AnsweringAgent;
let port = 0;
const closing: (() => unknown)[] = [];

before(async () => {
  agent = await openAnsweringAgent();
  closing.push(agent.close);
  if (kamailio === null) return;
  const directory = await makeScratchDirectory();
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  port = socket.address().port;
  await new Promise<void>((resolve) => void socket.close(() => resolve()));
  const [modules = ''] = globSync('/usr/lib/*/kamailio/modules/');
  const file = join(directory, 'kamailio.cfg');
  await writeFile(file, CONFIGURATION(port, modules));
  const args = ['-f', file, '-DD', '-E', '-m', '16', '-M', '4', '-w', directory, '-Y', directory];
  const child = spawn(kamailio.path, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  closing.unshift(async () => {
    child.kill('SIGTERM');
    await ended;
    await removeDirectory(directory);
  });
});
after(async () => {
  for (const each of closing) await each();
});

for (const transport of ['udp', 'tcp'] as const)
  test(
    `a trunk registers with Kamailio over ${transport}, is reached through it, and goes again`,
    { skip },
    async (t) => {
      const trunk = trunkAt(
        { address: '127.0.0.1', port },
        { registers: true, username: `line-${transport}`, password: 'secret', transports: [transport] },
      );
      agent.agent.use([trunk]);
      const healths: TrunkHealth[] = [];
      const clock = createSystemClock();
      const probe = async () => probeTrunk(trunk, { agent: agent.agent, clock });
      await until(async () => (await probe()).every(({ ok }) => ok), 'Kamailio has started');
      const watch = createTrunkWatch({ agent: agent.agent, clock, changed: (_, health) => void healths.push(health) });
      watch.use([trunk]);
      await until(() => healths.some(({ isRegistered }) => isRegistered === true));
      const caller = await openPeer();
      t.after(async () => caller.close());
      const uri = `sip:${trunk.username}@127.0.0.1:${port}`;
      caller.ask(port, 'OPTIONS', { uri, 'Call-ID': `${transport}-1` });
      assert.equal((await caller.response('OPTIONS')).status, 200);
      watch.use([]);
      await watch.stop();
      caller.ask(port, 'OPTIONS', { uri, 'Call-ID': `${transport}-2` });
      assert.equal((await caller.response('OPTIONS')).status, 404);
    },
  );

test('a wrong password is said', { skip }, async () => {
  const account = { registers: true, username: 'line', password: 'wrong' };
  const trunk = trunkAt({ address: '127.0.0.1', port }, account);
  agent.agent.use([trunk]);
  const steps = await probeTrunk(trunk, { agent: agent.agent, clock: createSystemClock() });
  assert.deepEqual(steps.at(-1), {
    step: 'register',
    ok: false,
    sentence: 'Asked to register, the username or the password is wrong (401 Unauthorized).',
  });
});
