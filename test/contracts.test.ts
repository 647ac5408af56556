/** Replays every example under contracts/ over HTTP. How they are read and compared: contracts/README.md. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_NUMBERS, DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { lineOf } from '#domain/directory/phone-number.ts';
import { hashToken } from '#http/auth.ts';
import { createTokens } from '#storage/tokens.ts';
import type { Asked, Before, ContractFile, Example, Json, World } from './support/contract.ts';
import { asText, compare, valueAt } from './support/contract.ts';
import { createManualClock } from './support/manual-clock.ts';
import type { Got, TestPatchbay } from './support/patchbay.ts';
import { testPatchbay, TOKEN } from './support/patchbay.ts';

/** How long an example that holds `eventually` may take to; real time, reached only by a failing one. */
const MAX_WAIT_MS = 240_000;
const LOOK_AGAIN_MS = 20;

/** What is known while one example is replayed. */
type Scene = {
  readonly patchbay: TestPatchbay;
  readonly token: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly before: Json[];
};

const FIXED: Readonly<Record<string, Json>> = {
  token: TOKEN,
  fin_number: DEMO_NUMBERS.find((number) => lineOf(number) === 'fin')?.number ?? null,
};

/** Replaces `{name}` and `{name:text}` in every string; a string that is only one takes the value's type. */
function filled(json: Json, lookUp: (name: string) => Json): Json {
  if (Array.isArray(json)) return json.map((item: Json) => filled(item, lookUp));
  if (json !== null && typeof json === 'object')
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, filled(value, lookUp)]));
  if (typeof json !== 'string') return json;
  const whole = /^\{([a-z_]+[\w.]*)\}$/.exec(json);
  if (whole !== null) return lookUp(whole[1] ?? '');
  return json.replaceAll(/\{([a-z_]+[\w.]*)(?::text)?\}/g, (_, name: string) => asText(lookUp(name)));
}

function lookUpIn({ values, before }: Scene, answer: Json): (name: string) => Json {
  return (name) => {
    const [, index = '', path = ''] = /^before\.(\d+)\.(.+)$/.exec(name) ?? [];
    const value = name.startsWith('before.')
      ? valueAt(before[Number(index)] ?? null, path)
      : name.startsWith('answer.')
        ? valueAt(answer, name.slice('answer.'.length))
        : values[name];
    return value ?? assert.fail(`nothing is known of {${name}}`);
  };
}

async function send(scene: Scene, asked: Asked): Promise<Got> {
  const { method, path, body, raw, headers = {} } = filled(asked, lookUpIn(scene, null)) as Asked;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const isAnonymous = named.some(([name, value]) => name === 'authorization' && value === null);
  return scene.patchbay.send(path, {
    method,
    token: isAnonymous ? null : scene.token,
    ...(body === undefined ? {} : { body }),
    ...(raw === undefined ? {} : { raw }),
    headers: Object.fromEntries(named.flatMap(([name, value]) => (value === null ? [] : [[name, encoded(value)]]))),
  });
}

/** A Basic credential is written in clear in the files. */
function encoded(value: string): string {
  return value.startsWith('Basic ') ? `Basic ${Buffer.from(value.slice('Basic '.length)).toString('base64')}` : value;
}

/** Repeats until nothing is thrown any more, or the time is up; then throws what was thrown last. */
async function eventually(attempt: () => Promise<void>): Promise<void> {
  const until = Date.now() + MAX_WAIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

async function takeStep(scene: Scene, before: Before): Promise<Json> {
  if ('incoming_call' in before) {
    const { from, to } = filled(before.incoming_call, lookUpIn(scene, null)) as { from: string; to: string };
    const taken = await scene.patchbay.engine.takeCall({
      workspaceId: DEMO_WORKSPACE.id,
      from,
      to,
      origin: 'phone',
      carrier: 'simulator',
      lang: 'en',
      requestKey: null,
    });
    assert.ok(taken.ok);
    return { id: taken.value.id };
  }
  let answer: Json = null;
  const attempt = async (): Promise<void> => {
    const got = await send(scene, before);
    answer = got.json as Json;
    assert.ok(got.status < 300, `${before.method} ${before.path} before it: ${got.status} ${got.text}`);
    for (const [path, wanted] of Object.entries(before.until ?? {})) {
      const value = valueAt(answer, path);
      const isAny = wanted !== null && typeof wanted === 'object' && 'not' in wanted;
      if (isAny) assert.notEqual(value ?? null, null, path);
      else assert.deepEqual(value, wanted, path);
    }
  };
  await (before.until === undefined ? attempt() : eventually(attempt));
  return answer;
}

/** Makes what the example's world asks for. */
async function prepare(patchbay: TestPatchbay, { world = {} }: Example): Promise<Scene> {
  const token = world.token_kind === undefined ? TOKEN : await newToken(patchbay, world.token_kind);
  const scene: Scene = { patchbay, token, values: FIXED, before: [] };
  if (world.parent_call !== undefined) await placeParent(scene, world.parent_call);
  for (const before of world.before ?? []) scene.before.push(await takeStep(scene, before));
  return scene;
}

/** An incoming call on menu 9 that has the id. */
async function placeParent(scene: Scene, id: number): Promise<void> {
  const { pool } = scene.patchbay.database;
  await pool.query(`select setval(pg_get_serial_sequence('call', 'id'), $1, false)`, [id]);
  const body = { call_type: 'Voice Inbound (API)', lang: 'en', menu_id: 9, end_user_number: '+82-10-6861-2345' };
  const got = await send(scene, { method: 'POST', path: '/apps/api/v1/calls', body });
  assert.equal(valueAt(got.json as Json, 'id'), id, got.text);
}

/** The menu is as the example's world has it while `work` continues, and then as it was. */
async function withMenu(patchbay: TestPatchbay, menu: World['menu'], work: () => Promise<void>): Promise<void> {
  if (menu === undefined) return work();
  const { pool } = patchbay.database;
  const write = async ({ kind, redirected, hours }: MenuState): Promise<void> => {
    // No operation changes the kind of a menu; the change of its name has the server read it again.
    await pool.query('update menu set kind = $2, redirected = $3, hours = $4 where id = $1', [
      menu.id,
      kind,
      redirected,
      hours === null ? null : JSON.stringify(hours),
    ]);
    const renamed = await patchbay.send(`/v1/menus/${menu.id}`, { method: 'PATCH', body: { name: was.name } });
    assert.equal(renamed.status, 200, renamed.text);
  };
  const { rows } = await pool.query<MenuState>('select name, kind, redirected, hours from menu where id = $1', [
    menu.id,
  ]);
  const was = rows[0] ?? assert.fail(`there is no menu ${menu.id}`);
  await write({ ...was, ...menu });
  try {
    await work();
  } finally {
    await write(was);
  }
}

type MenuState = { name: string; kind: string; redirected: boolean; hours: Json };

async function newToken({ database }: TestPatchbay, kind: 'staff' | 'app' | 'directory'): Promise<string> {
  const token = `contract-${randomUUID()}`;
  await createTokens(database, Date.now).create(DEMO_WORKSPACE.id, kind, kind, hashToken(token));
  return token;
}

async function replay(patchbay: TestPatchbay, example: Example): Promise<void> {
  const scene = await prepare(patchbay, example);
  if (example.world?.repeat === true) await send(scene, example.request);
  const attempt = async (): Promise<void> => {
    const got = await send(scene, example.request);
    compare(example, got, (value) => filled(value, lookUpIn(scene, got.json as Json)));
  };
  await (example.world?.eventually === true ? eventually(attempt) : attempt());
}

/** The keys of `world` that the runner can make. An unknown one would be passed over in silence. */
const KNOWN = new Set(['menu', 'now', 'parent_call', 'before', 'repeat', 'eventually', 'calls', 'token_kind']);

const files = globSync('contracts/*/*.json').toSorted();

test('there are contracts of all three vendors', () => {
  assert.deepEqual([...new Set(files.map((file) => file.split('/')[1]))], ['ccaip', 'intercom', 'vcita']);
});

test('every reading that a contract names is in docs/readings.md', () => {
  const readings = readFileSync('docs/readings.md', 'utf8');
  for (const file of files)
    for (const [, numbers = ''] of readFileSync(file, 'utf8').matchAll(/\b[Rr]eadings? (\d+(?:(?:, | and )\d+)*)/g))
      for (const number of numbers.split(/\D+/))
        assert.match(readings, new RegExp(`^${number}\\. `, 'm'), `${file} names reading ${number}`);
});

const shared = testPatchbay();

/** Servers whose clock stands at the time of a print. */
const past = new Map(
  ['2019-09-10T00:19:14.000Z'].map((now) => [now, testPatchbay({}, { clock: createManualClock(new Date(now)) })]),
);

/**
 * The server that the example is sent to: the common one, a fresh one, or one whose clock stands where the example
 * asks.
 */
async function serverFor({ calls, now }: World): Promise<TestPatchbay> {
  if (calls === 'none') return testPatchbay();
  return now === undefined ? shared : (past.get(now) ?? assert.fail(`no server stands at ${now}`));
}

for (const file of files) {
  const { examples } = JSON.parse(readFileSync(file, 'utf8')) as ContractFile; // The form of contracts/README.md.
  for (const example of examples)
    test(`${file.slice('contracts/'.length, -'.json'.length)}: ${example.name}`, async () => {
      const strange = Object.keys(example.world ?? {}).filter((key) => !KNOWN.has(key));
      assert.deepEqual(strange, [], 'what the example asks of the world cannot be made');
      const patchbay = await serverFor(example.world ?? {});
      return withMenu(patchbay, example.world?.menu, async () => replay(patchbay, example));
    });
}
