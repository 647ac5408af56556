/** A workspace is given trunks and numbers by /v1: from preset to order, field by field, and no one else's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
const SECRETS = ['hunter2-of-the-trunk', 'secret-of-the-texts'];

type Told = Readonly<Record<string, unknown>> & { readonly id: number };
const ask = async (method: string, path: string, body?: object, token?: string): Promise<Got> =>
  patchbay.send(path, { method, ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const told = ({ json }: Got): Told => json as Told;
const pointersOf = ({ json }: Got): readonly string[] =>
  ((json as { errors?: { pointer: string }[] }).errors ?? []).map(({ pointer }) => pointer);
const namesOf = async (token?: string): Promise<readonly unknown[]> =>
  ((await ask('GET', '/v1/trunks', undefined, token)).json as { data: Told[] }).data.map(({ name }) => name);

const TWILIO = {
  name: 'Twilio',
  preset: 'twilio',
  host: 'example.pstn.twilio.com',
  username: 'acme',
  password: SECRETS[0],
  text_account: 'AC00000000000000000000000000000000',
  text_secret: SECRETS[1],
};

test('a trunk begins as its provider documents, and its secrets are never answered', async () => {
  const headers = { 'idempotency-key': 'one-trunk' };
  const made = await patchbay.send('/v1/trunks', { method: 'POST', body: TWILIO, headers });
  assert.equal(made.status, 201, made.text);
  const trunk = told(made);
  assert.partialDeepStrictEqual(trunk, {
    name: 'Twilio',
    position: 0,
    transports: ['udp', 'tcp'],
    number_format: 'plus_e164',
    caller_header: 'from',
    registers: false,
    codecs: ['pcmu', 'pcma'],
    is_enabled: true,
    has_password: true,
    has_text_secret: true,
    limits: { calls_per_minute: 60, countries: null, premium_allowed: false },
    health: { state: 'unknown', is_registered: null, fault: null },
  });
  const replayed = await patchbay.send('/v1/trunks', { method: 'POST', body: TWILIO, headers });
  assert.deepEqual([replayed.status, replayed.json], [201, made.json]);
  const changed = await ask('PATCH', `/v1/trunks/${trunk.id}`, {
    limits: { countries: ['US', 'CA'] },
    password: 'other',
  });
  assert.partialDeepStrictEqual(told(changed), { limits: { calls_per_minute: 60, countries: ['US', 'CA'] } });
  const seen = [made, replayed, changed, await ask('GET', '/v1/trunks'), await ask('GET', '/v1/audit?limit=100')];
  for (const { text } of seen) for (const secret of SECRETS) assert.ok(!text.includes(secret), text);
});

/** A body -> where it is wrong. */
const WRONG: readonly (readonly [string, object, readonly string[]])[] = [
  ['nothing', {}, ['/name', '/preset']],
  ['no such preset', { ...TWILIO, preset: 'skype' }, ['/preset']],
  ['a host of its own missing', { name: 'X', preset: 'vonage', username: 'a' }, ['/host']],
  ['no username', { ...TWILIO, username: null }, ['/username']],
  ['a username that breaks a header', { ...TWILIO, username: 'a\r\nX: y' }, ['/username']],
  ['a password of another time', { ...TWILIO, password: 'x'.repeat(201) }, ['/password']],
  ['a misspelt field', { ...TWILIO, pasword: 'x' }, ['/pasword']],
  ['no transport', { ...TWILIO, transports: [] }, ['/transports']],
  ['an unknown codec', { ...TWILIO, codecs: ['g729'] }, ['/codecs/0']],
  ['strangers as the trunk', { ...TWILIO, inbound_addresses: ['0.0.0.0/0'] }, ['/inbound_addresses/0']],
  ['a limit of none', { ...TWILIO, limits: { calls_at_once: 0 } }, ['/limits/calls_at_once']],
  ['an unknown country', { ...TWILIO, limits: { countries: ['XX'] } }, ['/limits/countries/0']],
  ['a misspelt limit', { ...TWILIO, limits: { call_at_once: 3 } }, ['/limits/call_at_once']],
];
for (const [what, body, where] of WRONG)
  test(`${what} is refused at its field`, async () => {
    const got = await ask('POST', '/v1/trunks', body);
    assert.deepEqual([got.status, pointersOf(got)], [422, where], got.text);
    assert.match(got.headers.get('content-type') ?? '', /problem\+json/);
    assert.ok(!got.text.includes(SECRETS[0] ?? ''));
  });

test('trunks are put in order as a whole, changed and removed', async () => {
  const pbx = told(await ask('POST', '/v1/trunks', { name: 'PBX', preset: 'pbx', host: '192.0.2.10' }));
  const other = told(await ask('POST', '/v1/trunks', { name: 'Other', preset: 'pbx', host: 'pbx.example.com' }));
  assert.deepEqual(await namesOf(), ['Twilio', 'PBX', 'Other']);
  const [first] = ((await ask('GET', '/v1/trunks')).json as { data: Told[] }).data;
  const ordered = await ask('PUT', '/v1/trunks/order', { ids: [other.id, first?.id, pbx.id] });
  assert.equal(ordered.status, 200);
  assert.deepEqual(await namesOf(), ['Other', 'Twilio', 'PBX']);
  assert.deepEqual(pointersOf(await ask('PUT', '/v1/trunks/order', { ids: [other.id] })), ['/ids']);
  assert.deepEqual(pointersOf(await ask('PATCH', `/v1/trunks/${pbx.id}`, { registers: true })), ['/username']);
  assert.equal((await ask('PATCH', `/v1/trunks/${pbx.id}`, {})).status, 422);
  assert.equal((await ask('DELETE', `/v1/trunks/${other.id}`)).status, 204);
  for (const [method, body] of [['GET'], ['PATCH', { name: 'Y' }], ['DELETE'], ['POST', undefined, '/test']] as const)
    assert.equal(
      (await ask(method, `/v1/trunks/${other.id}${method === 'POST' ? '/test' : ''}`, body)).status,
      404,
      method,
    );
});

test('the limits of all trunks together are read, changed where they are named, and held to their ranges', async () => {
  const before = await ask('GET', '/v1/trunks/limits');
  assert.equal(before.status, 200);
  const changed = await ask('PATCH', '/v1/trunks/limits', { calls_at_once: 5, countries: ['US', 'CA'] });
  const wanted = { ...Object(before.json), calls_at_once: 5, countries: ['US', 'CA'] };
  assert.deepEqual(changed.json, wanted);
  assert.deepEqual((await ask('GET', '/v1/trunks/limits')).json, wanted);
  const { call_back_countries: countries } = Object((await ask('GET', '/v1/workspace')).json);
  assert.deepEqual(countries, ['US', 'CA']);
  for (const [body, where] of [
    [{ calls_at_once: 0 }, ['/calls_at_once']],
    [{ longest_call_seconds: 59 }, ['/longest_call_seconds']],
    [{ minutes_per_day: 10_000_001 }, ['/minutes_per_day']],
    [{ countries: ['US', 'XX'] }, ['/countries/1']],
    [{ calls: 3 }, ['/calls']],
  ] as const)
    assert.deepEqual(pointersOf(await ask('PATCH', '/v1/trunks/limits', body)), where);
  await ask('PATCH', '/v1/trunks/limits', { countries: null });
});

test('a number has a trunk and a destination, which the workspace has', async () => {
  const [trunk] = ((await ask('GET', '/v1/trunks')).json as { data: Told[] }).data;
  const menu = told(await ask('POST', '/v1/menus', { name: 'Sales', kind: 'ivr_menu' }));
  const body = { number: '+1 415-555-0190', trunk_id: trunk?.id, destination: { kind: 'queue', id: menu.id } };
  const made = await ask('POST', '/v1/numbers', body);
  assert.equal(made.status, 201, made.text);
  assert.partialDeepStrictEqual(told(made), { line: 'queue', trunk_id: trunk?.id, destination: body.destination });
  const change = async (to: object): Promise<readonly [number, readonly string[]]> => {
    const got = await ask('PATCH', `/v1/numbers/${told(made).id}`, to);
    return [got.status, pointersOf(got)];
  };
  assert.deepEqual(await change({ destination: { kind: 'fin' } }), [200, []]);
  assert.deepEqual(await change({ is_default: true }), [422, ['/is_default']]);
  assert.deepEqual(await change({ destination: { kind: 'menu' } }), [200, []]);
  assert.deepEqual(await change({ destination: { kind: 'queue' } }), [422, ['/destination/id']]);
  assert.deepEqual(await change({ destination: { kind: 'fin', id: 3 } }), [422, ['/destination/id']]);
  assert.deepEqual(await change({ destination: { kind: 'agent', id: 987_654 } }), [422, ['/destination/id']]);
  assert.deepEqual(await change({ destination: { kind: 'door', id: 3 } }), [422, ['/destination/kind']]);
  assert.deepEqual(await change({ trunk_id: 987_654 }), [422, ['/trunk_id']]);
  assert.deepEqual(await change({ trunk_id: null }), [200, []]);
  const both = { ...body, number: '+14155550191', line: 'fin' };
  assert.deepEqual(pointersOf(await ask('POST', '/v1/numbers', both)), ['/line']);
});

test('neither a neighbor nor a stranger gets at a trunk', async () => {
  const [trunk] = ((await ask('GET', '/v1/trunks')).json as { data: Told[] }).data;
  const path = `/v1/trunks/${trunk?.id}`;
  const opened = await ask('POST', '/v1/workspaces', { subdomain: 'neighbor', name: 'Neighbor' });
  const { token: neighbor } = opened.json as { token: string };
  assert.deepEqual(await namesOf(neighbor), []);
  for (const [method, body] of [['GET'], ['PATCH', { name: 'Theirs' }], ['DELETE']] as const)
    assert.equal((await ask(method, path, body, neighbor)).status, 404, method);
  const theirs = { number: '+14155550192', trunk_id: trunk?.id };
  assert.deepEqual(pointersOf(await ask('POST', '/v1/numbers', theirs, neighbor)), ['/trunk_id']);
  assert.equal((await patchbay.send(path, { token: null })).status, 401);
});
