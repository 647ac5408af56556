import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdministrationRefusal } from '#domain/directory/administration.ts';
import { RETENTION_KINDS } from '#domain/directory/retention.ts';
import { hashToken } from '#http/auth.ts';
import type { TokenLine } from '../token-keeper.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { aDirectory, aMenu, anAgent, at, START } from '../../../test/support/calls.ts';
import { denied, granted } from '../../../test/support/directory-samples.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

const LINE: TokenLine = {
  id: 2,
  name: 'Ours',
  kind: 'staff',
  createdAt: START,
  lastUsedAt: at(60),
  expiresAt: at(3600),
  contactId: null,
  madeBy: 'Grace Hopper',
  isBySetting: false,
  isReplaced: true,
};

test('a token is listed with who made it, and never with the token or its hash', async () => {
  const { data } = await ownApi({ tokens: { list: async () => [LINE] } })('listTokens');
  assert.deepEqual(data, [
    {
      id: 2,
      name: 'Ours',
      kind: 'staff',
      expires_at: at(3600).toISOString(),
      contact_id: null,
      created_at: START.toISOString(),
      last_used_at: at(60).toISOString(),
      made_by: 'Grace Hopper',
      by_setting: false,
      replaced: true,
    },
  ]);
});

test('a token is stored as its hash alone, and shown once', async () => {
  const hashes: Buffer[] = [];
  const tokens: SomeDesk['tokens'] = {
    create: async (_, __, ___, hash) => {
      hashes.push(hash);
      return 9;
    },
  };
  const { status, body, replay } = await ownApi({ tokens })('createToken', { body: { name: 'App', kind: 'app' } });
  assert.equal(status, 201);
  assert.deepEqual(hashes, [hashToken(String(body['token']))]);
  assert.deepEqual(replay, { ...body, token: null });
});

test('a token that is replaced works on for a day, or for as many hours as are asked for', async () => {
  const untils: Date[] = [];
  const tokens: SomeDesk['tokens'] = {
    rotate: async (_, __, ___, until) => {
      untils.push(until);
      return { id: 9, name: 'Ours', kind: 'staff', expiresAt: null, contactId: null, formerExpiresAt: until };
    },
  };
  const ask = ownApi({ tokens });
  const { body, replay } = await ask('rotateToken', { id: 2 });
  assert.deepEqual(body['former'], { id: 2, expires_at: at(86_400).toISOString() });
  assert.deepEqual(replay, { ...body, token: null });
  for (const hours of [0, 168]) await ask('rotateToken', { id: 2, body: { overlap_hours: hours } });
  assert.deepEqual(untils, [at(86_400), START, at(168 * 3600)]);
  for (const hours of [-1, 169, 0.5, '1'])
    assert.deepEqual((await ask('rotateToken', { id: 2, body: { overlap_hours: hours } })).places, ['/overlap_hours']);
});

for (const [said, status, code] of [
  ['unknown', 404, 'not_found'],
  ['not_replaceable', 409, 'not_replaceable'],
] as const)
  test(`a token that is ${said} is not replaced`, async () => {
    const came = await ownApi({ tokens: { rotate: async () => said } })('rotateToken', { id: 2 });
    assert.deepEqual([came.status, came.code], [status, code]);
  });

test('a token revokes others, and never itself', async () => {
  const revoked: number[] = [];
  const tokens: SomeDesk['tokens'] = {
    revoke: async (_, id) => {
      revoked.push(id);
      return id === 3;
    },
  };
  const ask = ownApi({ tokens });
  assert.equal((await ask('revokeToken', { id: 3, by: { tokenId: 2 } })).status, 204);
  assert.equal((await ask('revokeToken', { id: 4, by: { tokenId: 2 } })).status, 404);
  assert.equal((await ask('revokeToken', { id: 2, by: { tokenId: 2 } })).code, 'token_in_use');
  assert.deepEqual(revoked, [3, 4]);
});

for (const kind of ['staff', 'app', 'directory', 'read_only'] as const)
  test(`a token of the kind ${kind} is told what it may ask for, and nothing else`, async () => {
    const wish = { by: { kind, tokenId: 2 } };
    const { body } = await ownApi({ tokens: { list: async () => [{ ...LINE, kind }] } })('showToken', wish);
    const may = Object.entries(TOKEN_RIGHTS.patchbay).filter(([, kinds]) =>
      (kinds as readonly string[]).includes(kind),
    );
    assert.deepEqual(
      body['operations'],
      may.map(([name]) => name),
    );
    assert.equal((await ownApi({ tokens: { list: async () => [] } })('showToken', wish)).status, 401);
  });

/** A desk of a workspace with a queue; what it is told is noted. */
function settings(told: object[]): SomeDesk {
  const directory = aDirectory({ menus: new Map([[9, aMenu()]]), agents: new Map([[1, anAgent(1)]]) });
  return {
    engine: { directory: { load: async () => directory } },
    administration: {
      changeWorkspace: async (_, change) => {
        told.push(change);
        return { ...directory.workspace, ...change };
      },
      openWorkspace: async () => granted(directory.workspace),
      putLanguage: async (_, language) => void told.push(language),
    },
  };
}

test('settings are changed as they are named, and what is not named is not touched', async () => {
  const told: object[] = [];
  const ask = ownApi(settings(told));
  const statuses = [{ name: ' Lunch ', color: 'amber', counts_as: 'break' }];
  const changed = await ask('updateWorkspace', { body: { agent_statuses: statuses } });
  assert.deepEqual(changed.body['agent_statuses'], [{ ...statuses[0], name: 'Lunch' }]);
  for (const body of [{ call_back_countries: null }, { call_back_countries: [] }, { call_back_countries: ['DE'] }])
    assert.deepEqual((await ask('updateWorkspace', { body })).body['call_back_countries'], body.call_back_countries);
  await ask('updateWorkspace', { body: { hand_over_menu_id: 9, second_factor: 'admins' } });
  assert.deepEqual(told, [
    { ownStatuses: [{ name: 'Lunch', color: 'amber', countsAs: 'break' }] },
    { callBackCountries: null },
    { callBackCountries: [] },
    { callBackCountries: ['DE'] },
    { handOverMenuId: 9, secondFactor: 'admins' },
  ]);
});

const status = (name: string) => ({ name, color: 'red', counts_as: 'break' });
const rules = { seconds: 60, dispositions: [], required: [], tags: [] };
for (const [body, places] of [
  [{ time_zone: 'Mars/Olympus' }, ['/time_zone']],
  [{ call_back_countries: ['GB', 'XX', 'ZZ'] }, ['/call_back_countries/1', '/call_back_countries/2']],
  [{ call_back_countries: ['gb'] }, ['/call_back_countries/0']],
  [{ hand_over_menu_id: 404 }, ['/hand_over_menu_id']],
  [{ agent_statuses: [status('Lunch'), status(' lunch ')] }, ['/agent_statuses/1/name']],
  [{ agent_statuses: Array(21).fill(status('A')) }, ['/agent_statuses']],
  [{ agent_statuses: [status(' ')] }, ['/agent_statuses/0/name']],
  [
    { time_zone: 'X', hand_over_menu_id: 1, agent_statuses: [status('a'), status('A')] },
    ['/time_zone', '/agent_statuses/1/name', '/hand_over_menu_id'],
  ],
  [{ transcripts: 'nowhere' }, ['/transcripts']],
  [{ second_factor: 'maybe' }, ['/second_factor']],
  [{ subdomain: 'x' }, ['/subdomain']],
] as const)
  test(`settings with ${JSON.stringify(body).slice(0, 60)} are refused at ${places.join(' and ')}`, async () => {
    const told: object[] = [];
    const came = await ownApi(settings(told))('updateWorkspace', { body });
    assert.deepEqual([came.status, came.code, came.places, told], [422, 'body_invalid', places, []]);
  });

test('rules of wrap-ups are judged with their place', async () => {
  const ask = ownApi(settings([]));
  const twice = await ask('updateWorkspace', { body: { wrap_up: { ...rules, tags: ['VIP', 'vip'] } } });
  assert.deepEqual(twice.places, ['/wrap_up/tags/1']);
  const none = await ask('updateWorkspace', { body: { wrap_up: { ...rules, required: ['disposition'] } } });
  assert.equal(none.status, 422);
});

test('only the operator’s workspace opens another one, whose token is shown once', async () => {
  const ask = ownApi(settings([]));
  const body = { subdomain: 'next-door', name: 'Next door' };
  const opened = await ask('openWorkspace', { body });
  assert.deepEqual([opened.status, opened.replay], [201, { ...opened.body, token: null }]);
  const other = await ask('openWorkspace', { body, by: { workspaceId: 2 } });
  assert.deepEqual([other.status, other.code], [403, 'operator_only']);
  for (const subdomain of ['', '-a', 'A', 'a.b', 'a'.repeat(64)])
    assert.deepEqual((await ask('openWorkspace', { body: { ...body, subdomain } })).places, ['/subdomain'], subdomain);
  const taken: SomeDesk = {
    administration: { openWorkspace: async () => denied({ code: 'taken', field: 'subdomain' }) },
  };
  const refused = await ownApi(taken)('openWorkspace', { body });
  assert.deepEqual([refused.status, refused.places, refused.replay['code']], [409, ['/subdomain'], 'taken']);
});

test('a language is turned on and off by its code', async () => {
  const told: object[] = [];
  const ask = ownApi(settings(told));
  const put = async (code: string) => ask('putLanguage', { params: { code }, body: { enabled: true } });
  assert.deepEqual((await put('pt-BR')).body, { code: 'pt-BR', enabled: true });
  for (const code of ['english', 'e', '../en', '']) assert.equal((await put(code)).status, 404, code);
  assert.deepEqual(told, [{ code: 'pt-BR', enabled: true }]);
});

const FOR_GOOD = { recordings: null, voicemails: null, transcripts: null, messages: null, calls: 3650 };

test('of retention, what is named changes and null is for good', async () => {
  const told: object[] = [];
  const administration: SomeDesk['administration'] = {
    retention: {
      of: async () => FOR_GOOD,
      change: async (_, change) => {
        told.push(change);
        return { ...FOR_GOOD, ...change };
      },
      due: async (_, wished) => {
        told.push(wished);
        return { recordings: 1, voicemails: 2, transcripts: 3, messages: 4, calls: 100_000 };
      },
    },
  };
  const ask = ownApi({ administration });
  const names = ['recording_days', 'voicemail_days', 'transcript_days', 'message_days', 'call_days'];
  assert.deepEqual(Object.keys((await ask('showRetention')).body), names);
  const { body } = await ask('updateRetention', { body: { recording_days: 1, call_days: null } });
  assert.deepEqual([body['recording_days'], body['call_days']], [1, null]);
  const counts = await ask('previewRetention', { query: { message_days: '30' } });
  assert.deepEqual(Object.keys(counts.body), [...RETENTION_KINDS]);
  assert.deepEqual(told, [
    { recordings: 1, calls: null },
    { ...FOR_GOOD, messages: 30 },
  ]);
  for (const days of ['0', '3651', '1.5', '-1', '', '01'])
    assert.deepEqual((await ask('previewRetention', { query: { call_days: days } })).places, ['call_days'], days);
  for (const days of [0, 3651, 1.5, '1'])
    assert.equal((await ask('updateRetention', { body: { call_days: days } })).status, 422, String(days));
});

test('the demo is removed once, and not while it is in use', async () => {
  const ask = (refusal: AdministrationRefusal['code'] | null) =>
    ownApi({
      administration: {
        removeDemo: async () => (refusal === null ? granted(null) : denied({ code: refusal } as AdministrationRefusal)),
      },
    });
  assert.equal((await ask(null)('removeDemo')).status, 204);
  assert.equal((await ask('unknown')('removeDemo')).status, 404);
  for (const code of ['demo_in_call', 'last_admin'] as const) assert.equal((await ask(code)('removeDemo')).code, code);
});
