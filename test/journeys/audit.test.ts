/** The audit log: each act of an administrator leaves an entry, by a table, through each door; so does listening. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUDITED_OPERATIONS } from '#api/audited-operations.ts';
import { AUDIT_ACTIONS } from '#domain/identity/audit.ts';
import { auditLogOf } from '../support/audit-log.ts';
import { switchCodesOn } from '../support/factors.ts';
import { PNG } from '../support/images.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import { readTexts } from '../../tools/catalogue-files.ts';
import type { Got, Sent } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldEntry } from '../support/people.ts';
import { peopleAt } from '../support/people.ts';
import { MAIL_SERVER, PROVIDER } from '../support/ways-in.ts';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as, comeIn, invite } = peopleAt(patchbay);
const admin = await signIn(patchbay, 'owner@somedomain.com');
const OWNER = 4;

const { entries, newest, since } = auditLogOf(patchbay);
const post = async (path: string, body: object): Promise<Got> => patchbay.send(path, { body });
const made = async (path: string, body: object): Promise<number> => {
  const got = await post(path, body);
  assert.ok(got.status < 300, got.text);
  return (got.json as { id: number }).id;
};

/** Tables of whose changes the log tells that they happened, or which of a few fields it was. */
const TOLD_OTHERWISE = [
  'authenticator',
  'call_hold',
  'contact',
  'logo',
  'passkey',
  'person_identity',
  'prompt',
  'recovery_code',
  'request_log',
  'session',
  'sign_in_link',
  'voice_call_setting',
];
/** Columns that the triggers leave out, in whatever table: ids, times of the server, secrets, and what it found out. */
const UNTOLD = (
  'id uid workspace_id created_at updated_at last_used_at idle_since hash lookup password_hash secret_hash setting meaning ' +
  'revision secret former_secret former_until since_seq failing_since user_name health health_fault health_since is_registered'
).split(' ');

type Audited = {
  [Id in keyof typeof AUDITED_OPERATIONS]: (typeof AUDITED_OPERATIONS)[Id] extends null ? never : Id;
}[keyof typeof AUDITED_OPERATIONS];

const person = await comeIn('audited@somedomain.com');
const [menu, agent, number, victim, contact, other, forgotten, noted, webhook, article, trunk, skill, oauthApp] = [
  await made('/v1/menus', { name: 'Audited', kind: 'ivr_menu' }),
  await made('/v1/agents', { email: 'plain@somedomain.com' }),
  await made('/v1/numbers', { number: '+14155550160', line: 'queue' }),
  await made('/v1/tokens', { name: 'victim', kind: 'read_only' }),
  await made('/v1/contacts', { phone: '+14155550161' }),
  await made('/v1/contacts', { phone: '+14155550162' }),
  await made('/v1/contacts', { phone: '+14155550164' }),
  await made('/v1/calls', { origin: 'action_only', contact_number: '+14155550165' }),
  await made('/v1/webhooks', { url: 'https://hooks.example.com/T1/secret-path' }),
  await made('/v1/articles', { title: 'Audited', body: 'Words.' }),
  await made('/v1/trunks', { name: 'Audited', preset: 'pbx', host: '192.0.2.10', username: 'acme' }),
  await made('/v1/skills', { name: 'Audited' }),
  await made('/v1/oauth_apps', { name: 'Audited', vendor: 'vcita', redirect_uris: ['https://example.com/'] }),
];
const trunksReversed = async (): Promise<number[]> => {
  const { data } = (await patchbay.send('/v1/trunks')).json as { data: { id: number }[] };
  return data.map(({ id }) => id).toReversed();
};
const sessionOf = async (): Promise<number> => {
  await signIn(patchbay, 'audited@somedomain.com');
  const { data } = (await patchbay.send(`/v1/people/${person.id}/sessions`)).json as { data: { id: number }[] };
  return data[0]?.id ?? 0;
};
const wav = encodeWav({
  sampleRate: 16_000,
  channels: [tone({ hertz: 440, seconds: 1, sampleRate: 16_000, level: 0.5 })],
});
const logo = { method: 'PUT', raw: PNG, headers: { 'content-type': 'image/png' } };
const sound = { method: 'PUT', raw: new Uint8Array(wav), headers: { 'content-type': 'audio/wav' } };

/**
 * Every operation that the table says leaves an entry, but the end of the demo (first-run.test.ts),
 * in an order in which what is deleted last is there before.
 */
const ASKED = {
  updateRetention: async () => ['/v1/workspace/retention', { method: 'PATCH', body: { message_days: 400 } }],
  updateAppearance: async () => ['/v1/appearance', { method: 'PATCH', body: { color: '#0b57b0' } }],
  putLogo: async () => ['/v1/appearance/logo', logo],
  deleteLogo: async () => ['/v1/appearance/logo', { method: 'DELETE' }],
  updateRequestLog: async () => ['/v1/request_log', { method: 'PATCH', body: { body_hours: 1 } }],
  updateWorkspace: async () => ['/v1/workspace', { method: 'PATCH', body: { name: 'Audited Support' } }],
  openWorkspace: async () => ['/v1/workspaces', { body: { subdomain: 'audited', name: 'Audited' } }],
  createToken: async () => ['/v1/tokens', { body: { name: 'made', kind: 'app' } }],
  rotateToken: async () => [`/v1/tokens/${victim}/rotate`, { body: {} }],
  createOauthApp: async () => [
    '/v1/oauth_apps',
    { body: { name: 'made', vendor: 'intercom', redirect_uris: ['https://example.com/'] } },
  ],
  deleteOauthApp: async () => [`/v1/oauth_apps/${oauthApp}`, { method: 'DELETE' }],
  revokeToken: async () => [`/v1/tokens/${victim}`, { method: 'DELETE' }],
  putLanguage: async () => ['/v1/languages/nl', { method: 'PUT', body: { enabled: true } }],
  putPrompt: async () => ['/v1/prompts/welcome', sound],
  deletePrompt: async () => ['/v1/prompts/welcome', { method: 'DELETE' }],
  createArticle: async () => ['/v1/articles', { body: { title: 'Another', body: 'Words.' } }],
  updateArticle: async () => [`/v1/articles/${article}`, { method: 'PATCH', body: { status: 'published' } }],
  deleteArticle: async () => [`/v1/articles/${article}`, { method: 'DELETE' }],
  importArticles: async () => [
    '/v1/articles/import',
    { method: 'POST', raw: '# Imported\nWords.', headers: { 'content-type': 'text/markdown' } },
  ],
  createMenu: async () => ['/v1/menus', { body: { name: 'Another', kind: 'ivr_menu' } }],
  updateMenu: async () => [`/v1/menus/${menu}`, { method: 'PATCH', body: { name: 'Renamed' } }],
  deleteMenu: async () => [`/v1/menus/${menu}`, { method: 'DELETE' }],
  createSkill: async () => ['/v1/skills', { body: { name: 'French' } }],
  updateSkill: async () => [`/v1/skills/${skill}`, { method: 'PATCH', body: { name: 'German' } }],
  exportWorkspace: async () => ['/v1/workspace/export', {}],
  exportContact: async () => [`/v1/contacts/${contact}/export`, {}],
  deleteSkill: async () => [`/v1/skills/${skill}`, { method: 'DELETE' }],
  createNumber: async () => ['/v1/numbers', { body: { number: '+14155550163', line: 'queue' } }],
  updateNumber: async () => [`/v1/numbers/${number}`, { method: 'PATCH', body: { is_default: true } }],
  deleteNumber: async () => [`/v1/numbers/${number}`, { method: 'DELETE' }],
  createTrunk: async () => [
    '/v1/trunks',
    { body: { name: 'Made', preset: 'pbx', host: '192.0.2.11', is_enabled: false } },
  ],
  updateTrunk: async () => [`/v1/trunks/${trunk}`, { method: 'PATCH', body: { password: 'secret-of-a-trunk' } }],
  updateTrunkLimits: async () => ['/v1/trunks/limits', { method: 'PATCH', body: { calls_at_once: 7 } }],
  orderTrunks: async () => ['/v1/trunks/order', { method: 'PUT', body: { ids: await trunksReversed() } }],
  deleteTrunk: async () => [`/v1/trunks/${trunk}`, { method: 'DELETE' }],
  putMailServer: async () => ['/v1/mail-server', { method: 'PUT', body: MAIL_SERVER }],
  putSignInProvider: async () => ['/v1/sign-in-provider', { method: 'PUT', body: PROVIDER }],
  deleteSignInProvider: async () => ['/v1/sign-in-provider', { method: 'DELETE' }],
  deleteMailServer: async () => ['/v1/mail-server', { method: 'DELETE' }],
  createAgent: async () => ['/v1/agents', { body: { email: 'another@somedomain.com' } }],
  updateAgent: async () => [`/v1/agents/${agent}`, { method: 'PATCH', body: { first_name: 'Al' } }],
  invitePerson: async () => ['/v1/people', { body: { email: 'asked@somedomain.com', role: 'agent' } }],
  updatePerson: async () => [`/v1/people/${person.id}`, { method: 'PATCH', body: { role: 'supervisor' } }],
  createSignInLink: async () => [`/v1/people/${person.id}/link`, { method: 'POST' }],
  endSession: async () => [`/v1/people/${person.id}/sessions/${await sessionOf()}`, { method: 'DELETE' }],
  endSessions: async () => {
    await sessionOf();
    return [`/v1/people/${person.id}/sessions`, { method: 'DELETE' }];
  },
  resetSecondFactors: async () => {
    await switchCodesOn(as, await signIn(patchbay, 'audited@somedomain.com'), new Date());
    return [`/v1/people/${person.id}/second_factors`, { method: 'DELETE' }];
  },
  createWebhook: async () => ['/v1/webhooks', { body: { url: 'https://hooks.example.com/T0/secret-path?key=1' } }],
  updateWebhook: async () => [`/v1/webhooks/${webhook}`, { method: 'PATCH', body: { description: 'Renamed' } }],
  rotateWebhookSecret: async () => [`/v1/webhooks/${webhook}/secret`, { body: {} }],
  deleteWebhook: async () => [`/v1/webhooks/${webhook}`, { method: 'DELETE' }],
  blockContact: async () => [`/v1/contacts/${contact}/block`, { method: 'POST' }],
  unblockContact: async () => [`/v1/contacts/${contact}/unblock`, { method: 'POST' }],
  holdContactLegally: async () => [`/v1/contacts/${contact}/legal_hold`, { method: 'PUT' }],
  releaseContact: async () => [`/v1/contacts/${contact}/legal_hold`, { method: 'DELETE' }],
  holdCallLegally: async () => [`/v1/calls/${noted}/legal_hold`, { method: 'PUT' }],
  releaseCall: async () => [`/v1/calls/${noted}/legal_hold`, { method: 'DELETE' }],
  forgetContact: async () => [`/v1/contacts/${forgotten}/forget`, { method: 'POST' }],
  mergeContact: async () => [`/v1/contacts/${contact}/merge`, { body: { into: other } }],
} as const satisfies Record<Exclude<Audited, 'removeDemo'>, () => Promise<readonly [path: string, sent: Sent]>>;

for (const [operation, ask] of Object.entries(ASKED))
  test(`${operation} by a token leaves ${AUDITED_OPERATIONS[operation as Audited]}`, async () => {
    const [path, sent] = await ask();
    const before = await newest();
    const got = await patchbay.send(path, sent);
    assert.ok(got.status < 300, `${got.status} ${got.text}`);
    const left = (await since(before)).filter(({ action }) => action === AUDITED_OPERATIONS[operation as Audited]);
    assert.ok(left.length > 0, JSON.stringify(await since(before)));
    for (const entry of left) {
      assert.deepEqual([entry.door, entry.actor, entry.address], ['token', 'demo', '127.0.0.1']);
      assert.ok(AUDIT_ACTIONS.includes(entry.action));
    }
  });

test('an entry says what changed, from what to what, and no secret', async () => {
  const before = await newest();
  const id = await made('/v1/menus', { name: 'First', kind: 'ivr_menu' });
  await patchbay.send(`/v1/menus/${id}`, { method: 'PATCH', body: { name: 'Second' } });
  const { cookie } = await comeIn('secretive@somedomain.com');
  await as(cookie, '/app/profile/password.json', 'POST', { present: PASSWORD, next: 'another good one' });
  const told = await since(before);
  const renamed = told.find(({ action }) => action === 'menu.updated');
  assert.deepEqual(
    [renamed?.target_id, renamed?.target_name, renamed?.changes],
    [String(id), 'Second', { name: ['First', 'Second'] }],
  );
  assert.deepEqual(
    told.map(({ action, door }) => `${action} ${door}`),
    [
      'menu.created token',
      'menu.updated token',
      'agent.created token',
      'person.invited token',
      'person.password_changed link',
      'agent.updated link',
      'person.signed_in page',
      'person.password_changed page',
    ],
  );
  const { rows } = await patchbay.database.pool.query<{ text: string }>(
    'select audit_entry::text as text from audit_entry',
  );
  assert.ok(!rows.some(({ text }) => /argon2|pb_|another good one|secret-path|whsec|\\x[0-9a-f]{16}/.test(text)));
});

test('what is refused leaves nothing', async () => {
  const before = await newest();
  assert.equal((await post('/v1/agents', { email: 'plain@somedomain.com' })).status, 409);
  assert.equal((await invite({ email: 'owner@somedomain.com', role: 'agent' })).status, 409);
  assert.equal((await patchbay.send(`/v1/people/${OWNER}`, { method: 'PATCH', body: { role: 'agent' } })).status, 409);
  assert.deepEqual(await since(before), []);
});

test('a person signs in and out, ends a session, and comes in by a link', async () => {
  const before = await newest();
  const { id, cookie } = await comeIn('comes@somedomain.com');
  const second = await signIn(patchbay, 'comes@somedomain.com');
  await as(cookie, '/app/profile/sessions.json', 'DELETE');
  await as(cookie, '/app/sign-out', 'POST');
  assert.equal((await as(second, '/app/me')).status, 401);
  const told = (await since(before)).filter(({ target_id: target }) => target === String(id));
  assert.deepEqual(
    told.map(({ action, agent_id: by }) => [action, by === id]),
    [
      ['agent.created', false],
      ['person.invited', false],
      ['person.password_changed', false],
      ['agent.updated', false],
      ['person.signed_in', true],
      ['person.signed_in', true],
      ['person.signed_out', true],
      ['person.signed_out', true],
    ],
  );
});

test('who listens is noted before the first byte: the person at the page, the token of an API, once for each address', async () => {
  const { id } = (
    await patchbay.send('/apps/api/v1/calls', {
      body: {
        call_type: 'Voice Outbound (API)',
        agent_email: 'admin@somedomain.com',
        end_user_number: '+1 859-657-9625',
        outbound_number: '+1 339-219-5276',
      },
    })
  ).json as { id: number };
  await patchbay.until(id, (call) => call.recording?.status === 'stored');
  const before = await newest();
  const page = (await as(admin, `/app/calls/${id}.json`)).json as { recording: { url: string } };
  const api = (await patchbay.send(`/apps/api/v1/calls/${id}`)).json as { recording_url: string };
  assert.deepEqual(await since(before), [], 'an address that is handed out has not been listened to');
  const play = async (path: string, range?: string): Promise<number> =>
    (await patchbay.send(path, { token: null, headers: { range } })).status;
  assert.equal(await play(page.recording.url), 200);
  assert.equal(await play(page.recording.url, 'bytes=100-199'), 206);
  assert.equal(await play(new URL(api.recording_url).pathname + new URL(api.recording_url).search), 200);
  assert.equal(
    await play(page.recording.url.replace(`by=a${OWNER}`, 'by=a2')),
    403,
    'no one listens in another’s name',
  );
  assert.equal(await play(page.recording.url.replace(`by=a${OWNER}&`, '')), 403);
  assert.deepEqual(
    (await since(before)).map(({ action, agent_id: by, actor, target_id: target }) => [action, by, actor, target]),
    [
      ['recording.played', OWNER, 'Owner UJET', String(id)],
      ['recording.played', null, 'demo', String(id)],
    ],
  );
});

test('the log is read page after page, filtered, and by its own workspace alone', async () => {
  const { data, next_cursor: cursor } = (await patchbay.send('/v1/audit?limit=2')).json as {
    data: ToldEntry[];
    next_cursor: string;
  };
  const second = (await patchbay.send(`/v1/audit?limit=2&cursor=${cursor}`)).json as { data: ToldEntry[] };
  assert.deepEqual(
    [...data, ...second.data].map(({ id }) => id),
    (await entries()).slice(0, 4).map(({ id }) => id),
  );
  const all = await entries();
  assert.ok((await entries('&action=menu.created')).every(({ action }) => action === 'menu.created'));
  assert.ok((await entries(`&agent_id=${OWNER}`)).every(({ agent_id: by }) => by === OWNER));
  assert.ok((await entries(`&target_id=${person.id}`)).every(({ target_id: target }) => target === String(person.id)));
  const middle = all[Math.floor(all.length / 2)]?.at ?? '';
  assert.ok((await entries(`&since=${middle}`)).every(({ at }) => at >= middle));
  assert.ok((await entries(`&until=${middle}`)).every(({ at }) => at < middle));
  for (const wrong of ['action=menu.painted', 'agent_id=x', 'since=yesterday', 'actor=me'])
    assert.equal((await patchbay.send(`/v1/audit?${wrong}`)).status, 400, wrong);

  const neighbor = await post('/v1/workspaces', { subdomain: 'audit-neighbor', name: 'Neighbor' });
  const { token } = neighbor.json as { token: string };
  const theirs = await entries('', token);
  assert.ok(
    theirs.every(({ actor, agent_id: by, token_id: which }) => actor === null && by === null && which === null),
  );
  const app = (await post('/v1/tokens', { name: 'app', kind: 'app' })).json as { token: string };
  assert.equal((await patchbay.send('/v1/audit', { token: app.token })).status, 403);
});

test('administrators read it at the console, and take it away as a file that no sheet runs', async () => {
  await as(admin, '/app/profile.json', 'PATCH', { firstName: '=1+1', lastName: '"x", y' });
  const { entries: shown, next } = (await as(admin, '/app/audit.json')).json as {
    entries: ToldEntry[];
    next: number | null;
  };
  assert.equal(shown.length, 50);
  const more = (await as(admin, `/app/audit.json?before=${next}`)).json as { entries: ToldEntry[] };
  assert.ok((more.entries[0]?.id ?? Infinity) < (shown.at(-1)?.id ?? 0));
  const csv = await as(admin, '/app/audit.csv?action=agent.updated');
  assert.match(csv.headers.get('content-disposition') ?? '', /audit-log\.csv/);
  const [head, first] = csv.text.split('\r\n');
  assert.equal(head, 'at,action,actor,door,address,target_id,target_name,changes');
  assert.match(first ?? '', /^[^,]+,agent\.updated,"'=1\+1 ""x"", y",page,127\.0\.0\.1,4,owner@somedomain\.com,"/);
  for (const wrong of ['action=x', 'since=x', 'action=menu.created&action=menu.deleted'])
    assert.equal((await as(admin, `/app/audit.json?${wrong}`)).status, 400, wrong);
  const agentCookie = await signIn(patchbay, 'agent@somedomain.com');
  assert.equal((await as(agentCookie, '/app/audit.json')).status, 403);
  assert.equal((await patchbay.send('/app/audit.csv', { token: null })).status, 401);
});

test('every column whose change the log tells has a name in the catalogue', async () => {
  const names = readTexts('en', 'identity');
  const { rows } = await patchbay.database.pool.query<{ name: string }>(
    `select distinct c.table_name || '.' || c.column_name as name from information_schema.columns c
     join information_schema.triggers t on t.event_object_table = c.table_name and t.trigger_name = 'audit'
     where c.table_name <> all($1) and c.column_name <> all($2) order by 1`,
    [TOLD_OTHERWISE, UNTOLD],
  );
  assert.ok(rows.length > 100, String(rows.length));
  const isNamed = (name: string): boolean => `audit.field.${name.slice(name.indexOf('.') + 1)}` in names;
  assert.deepEqual(
    rows.map(({ name }) => name).filter((name) => !isNamed(name)),
    [],
  );
});

test('no one takes anything out of the log, not even by SQL', async () => {
  for (const statement of ['delete from audit_entry', 'update audit_entry set actor = null', 'truncate audit_entry'])
    await assert.rejects(
      patchbay.database.pool.query(statement.replace('actor = null', 'address = null')),
      /only added to/,
    );
});
