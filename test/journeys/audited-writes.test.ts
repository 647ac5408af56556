/**
 * Every write of every API and every page leaves an entry in the audit log, or says why not. The routes are walked
 * against a table, so that a new one without either fails here. What `/v1` leaves is held operation by operation in
 * audit.test.ts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAudited } from '#api/audited-operations.ts';
import { DEMO_AGENTS } from '#domain/directory/demo.ts';
import type { AuditAction } from '#domain/identity/audit.ts';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import type { CodesBegun } from '#realtime/agent/factors-protocol.ts';
import { codeOf, switchCodesOn } from '../support/factors.ts';
import { PNG } from '../support/images.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldEntry, ToldPerson } from '../support/people.ts';
import { AT_HOME, pathOf, peopleAt } from '../support/people.ts';
import { routesOf } from '../support/routes-of.ts';
import { UNAUDITED_OPERATIONS, UNAUDITED_PAGES } from '../support/unaudited-writes.ts';
import { MAIL_SERVER, PROVIDER } from '../support/ways-in.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as, comeIn, fill } = peopleAt(patchbay);
const OWNER = 4;
const admin = await signIn(patchbay, 'owner@somedomain.com');

const entries = async (): Promise<ToldEntry[]> =>
  ((await patchbay.send('/v1/audit?limit=100')).json as { data: ToldEntry[] }).data;
const newest = async (): Promise<number> => (await entries())[0]?.id ?? 0;
const made = async (path: string, body: object): Promise<number> => {
  const got = await patchbay.send(path, { body });
  assert.ok(got.status < 300, got.text);
  return (got.json as { id: number }).id;
};

const person = await comeIn('audited@somedomain.com');
const [menu, number, token, contact, other, gone, webhook, call, article, trunk, skill, oauthApp] = [
  await made('/v1/menus', { name: 'Audited', kind: 'ivr_menu' }),
  await made('/v1/numbers', { number: '+14155550160', line: 'queue' }),
  await made('/v1/tokens', { name: 'victim', kind: 'read_only' }),
  await made('/v1/contacts', { phone: '+14155550161' }),
  await made('/v1/contacts', { phone: '+14155550162' }),
  await made('/v1/contacts', { phone: '+14155550164' }),
  await made('/v1/webhooks', { url: 'https://hooks.example.com/T1/secret-path' }),
  await made('/v1/calls', { origin: 'action_only', contact_number: '+14155550165' }),
  await made('/v1/articles', { title: 'Audited', body: 'A body.' }),
  await made('/v1/trunks', { name: 'Audited', preset: 'pbx', host: '192.0.2.10' }),
  await made('/v1/skills', { name: 'Audited' }),
  await made('/v1/oauth_apps', { name: 'Audited', vendor: 'vcita', redirect_uris: ['https://example.com/'] }),
];
const wav = encodeWav({
  sampleRate: 16_000,
  channels: [tone({ hertz: 440, seconds: 1, sampleRate: 16_000, level: 0.5 })],
});

type Asked = readonly [path: string, left: AuditAction, body?: object | (() => Promise<object>)];
const sign = { present: PASSWORD, next: 'another good password' };
const kept = { recordings: 400, voicemails: null, transcripts: null, messages: null, calls: null };
const rules = { seconds: 30, dispositions: [], required: [], tags: ['vip'], statuses: [] };
const url = 'https://hooks.example.com/console';
const menus = { kind: 'menu', id: null };
const reversed = async (): Promise<object> => {
  const { trunks } = (await as(admin, '/app/trunks.json')).json as { trunks: { id: number }[] };
  return { ids: trunks.map(({ id }) => id).toReversed() };
};
const someoneIn = async (): Promise<object> => {
  await signIn(patchbay, 'audited@somedomain.com');
  return {};
};
const someoneWithCodes = async (): Promise<object> => {
  await switchCodesOn(as, await signIn(patchbay, 'audited@somedomain.com'), new Date());
  return {};
};
const firstCode = async (): Promise<object> => {
  const { json } = await as(admin, '/app/profile/codes.json', 'POST', { password: PASSWORD });
  return { code: codeOf((json as CodesBegun).secret, new Date()) };
};

/** Method and address -> what is asked there and what it leaves. What is deleted is deleted last. */
const PAGES: Readonly<Record<string, Asked>> = {
  'POST /app/people.json': ['/app/people.json', 'person.invited', { email: 'page@somedomain.com', role: 'agent' }],
  'PATCH /app/people/:id.json': [`/app/people/${person.id}.json`, 'person.role_changed', { role: 'supervisor' }],
  'POST /app/people/:id/link.json': [`/app/people/${person.id}/link.json`, 'person.link_created', {}],
  'DELETE /app/people/:id/sessions.json': [`/app/people/${person.id}/sessions.json`, 'person.signed_out', someoneIn],
  'DELETE /app/people/:id/second-factors.json': [
    `/app/people/${person.id}/second-factors.json`,
    'person.factors_reset',
    someoneWithCodes,
  ],
  'POST /app/profile/codes/confirm.json': ['/app/profile/codes/confirm.json', 'person.codes_switched_on', firstCode],
  'POST /app/profile/recovery-codes.json': [
    '/app/profile/recovery-codes.json',
    'person.recovery_codes_created',
    { password: PASSWORD },
  ],
  'POST /app/profile/codes/off.json': [
    '/app/profile/codes/off.json',
    'person.codes_switched_off',
    { password: PASSWORD },
  ],
  'PATCH /app/profile.json': ['/app/profile.json', 'agent.updated', { firstName: 'Ona', lastName: 'Owner' }],
  'PATCH /app/mail/server.json': ['/app/mail/server.json', 'mail_server.created', MAIL_SERVER],
  'PATCH /app/provider.json': ['/app/provider.json', 'sign_in_provider.created', PROVIDER],
  'DELETE /app/provider.json': ['/app/provider.json', 'sign_in_provider.deleted'],
  'DELETE /app/mail/server.json': ['/app/mail/server.json', 'mail_server.deleted'],
  'POST /app/menus.json': ['/app/menus.json', 'menu.created', { name: 'By page', kind: 'ivr_menu' }],
  'POST /app/menus/places.json': ['/app/menus/places.json', 'menu.updated', { places: [{ id: menu, position: 99 }] }],
  'PATCH /app/menus/:id.json': [`/app/menus/${menu}.json`, 'menu.updated', { name: 'Renamed' }],
  'DELETE /app/menus/:id.json': [`/app/menus/${menu}.json`, 'menu.deleted'],
  'POST /app/skills.json': ['/app/skills.json', 'skill.created', { name: 'By page' }],
  'PATCH /app/skills/:id.json': [`/app/skills/${skill}.json`, 'skill.updated', { name: 'Renamed', agents: [] }],
  'DELETE /app/skills/:id.json': [`/app/skills/${skill}.json`, 'skill.deleted'],
  'POST /app/articles.json': ['/app/articles.json', 'article.created', { title: 'By page', body: 'A body.' }],
  'PATCH /app/articles/:id.json': [`/app/articles/${article}.json`, 'article.updated', { title: 'Renamed' }],
  'DELETE /app/articles/:id.json': [`/app/articles/${article}.json`, 'article.deleted'],
  'POST /app/numbers.json': ['/app/numbers.json', 'number.created', { number: '+14155550169', destination: menus }],
  'PATCH /app/numbers/:id.json': [`/app/numbers/${number}.json`, 'number.updated', { isDefault: true }],
  'DELETE /app/numbers/:id.json': [`/app/numbers/${number}.json`, 'number.deleted'],
  'POST /app/trunks.json': ['/app/trunks.json', 'trunk.created', { name: 'PBX', preset: 'pbx', host: '192.0.2.11' }],
  'POST /app/trunks/order.json': ['/app/trunks/order.json', 'trunk.updated', reversed],
  'PATCH /app/trunk-limits.json': ['/app/trunk-limits.json', 'workspace.updated', { calls_at_once: 7 }],
  'PATCH /app/trunks/:id.json': [`/app/trunks/${trunk}.json`, 'trunk.updated', { name: 'Renamed' }],
  'DELETE /app/trunks/:id.json': [`/app/trunks/${trunk}.json`, 'trunk.deleted'],
  'PATCH /app/languages.json': ['/app/languages.json', 'language.created', { code: 'it', enabled: true }],
  'POST /app/tokens.json': ['/app/tokens.json', 'token.created', { name: 'crm', kind: 'app' }],
  'POST /app/tokens/:id/rotate.json': [`/app/tokens/${token}/rotate.json`, 'token.created', { hours: 24 }],
  'POST /app/oauth-apps.json': [
    '/app/oauth-apps.json',
    'oauth_app.created',
    { name: 'By page', vendor: 'intercom', kind: 'app', redirectUris: ['https://example.com/'] },
  ],
  'DELETE /app/oauth-apps/:id.json': [`/app/oauth-apps/${oauthApp}.json`, 'oauth_app.deleted'],
  'DELETE /app/tokens/:id.json': [`/app/tokens/${token}.json`, 'token.revoked'],
  'PATCH /app/workspace.json': ['/app/workspace.json', 'workspace.updated', { name: 'Audited Support' }],
  'PATCH /app/transcripts.json': ['/app/transcripts.json', 'workspace.updated', { choice: 'off' }],
  'PATCH /app/wrap-up.json': ['/app/wrap-up.json', 'workspace.updated', rules],
  'DELETE /app/first-steps.json': ['/app/first-steps.json', 'workspace.updated'],
  'PATCH /app/appearance.json': ['/app/appearance.json', 'appearance.updated', { color: '#0b57b0' }],
  'PATCH /app/requests.json': ['/app/requests.json', 'request_log.updated', { bodyHours: 1 }],
  'PATCH /app/retention.json': ['/app/retention.json', 'retention.updated', kept],
  'POST /app/webhooks.json': ['/app/webhooks.json', 'webhook.created', { url, format: 'standard' }],
  'PATCH /app/webhooks/:id.json': [`/app/webhooks/${webhook}.json`, 'webhook.updated', { description: 'Renamed' }],
  'POST /app/webhooks/:id/secret.json': [`/app/webhooks/${webhook}/secret.json`, 'webhook.secret_rotated', {}],
  'DELETE /app/webhooks/:id.json': [`/app/webhooks/${webhook}.json`, 'webhook.deleted'],
  'POST /app/calls/:id/legal-hold.json': [`/app/calls/${call}/legal-hold.json`, 'call.held', { isHeld: true }],
  'POST /app/contacts/:id/block.json': [`/app/contacts/${other}/block.json`, 'contact.blocked', { isBlocked: true }],
  'POST /app/contacts/:id/legal-hold.json': [
    `/app/contacts/${other}/legal-hold.json`,
    'contact.held',
    { isHeld: true },
  ],
  'POST /app/contacts/:id/merge.json': [`/app/contacts/${contact}/merge.json`, 'contact.merged', { into: other }],
  'POST /app/contacts/:id/forget.json': [`/app/contacts/${gone}/forget.json`, 'contact.forgotten', {}],
  'POST /app/profile/password.json': ['/app/profile/password.json', 'person.password_changed', sign],
};

for (const [route, [path, left, body]] of Object.entries(PAGES))
  test(`${route} leaves ${left}, in the name of who is signed in`, async () => {
    const asked = typeof body === 'function' ? await body() : body;
    const before = await newest();
    const got = await as(admin, path, route.split(' ', 1)[0], asked);
    assert.ok(got.status < 300, got.text);
    const entry = (await entries()).find(({ id, action }) => id > before && action === left);
    assert.deepEqual(
      [entry?.door, entry?.agent_id, entry?.token_id, entry?.address],
      ['page', OWNER, null, '127.0.0.1'],
    );
  });

/** Who comes in, goes, or brings a file, and who ends the demo: tests of their own. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'POST /app/sign-in': 'audit.test.ts',
  'POST /app/sign-in/code': 'second-factors.test.ts',
  'POST /app/sign-in/passkey': 'passkeys.test.ts',
  'POST /app/profile/passkeys.json': 'passkeys.test.ts',
  'PATCH /app/profile/passkeys/:id.json': 'passkeys.test.ts',
  'DELETE /app/profile/passkeys/:id.json': 'passkeys.test.ts',
  'POST /app/sign-out': 'audit.test.ts',
  'POST /app/forgot.json': 'mail.test.ts',
  'DELETE /app/profile/sessions.json': 'audit.test.ts',
  'DELETE /app/profile/sessions/:id.json': 'below',
  'POST /auth/eagle/token': 'oauth.test.ts',
  'POST /oauth/token': 'oauth.test.ts',
  'POST /oauth/service/token': 'oauth.test.ts',
  'POST /join/:secret': 'below',
  'PUT /app/sounds/:name': 'below',
  'PUT /app/articles/import': 'below',
  'PUT /app/appearance/logo': 'below',
  'DELETE /app/appearance/logo': 'below',
  'DELETE /app/sounds/:name': 'below',
  'DELETE /app/workspace/demo.json': 'first-run.test.ts',
};

const lastLeft = async (): Promise<string | undefined> => (await entries())[0]?.action;

test('sounds, a session of one’s own, and who comes in by a link leave entries as well', async () => {
  const sound = { raw: new Uint8Array(wav), method: 'PUT', token: null };
  const put = await patchbay.send('/app/sounds/welcome', {
    ...sound,
    headers: { cookie: admin, 'content-type': 'audio/wav' },
  });
  assert.equal(put.status, 200, put.text);
  assert.equal(await lastLeft(), 'prompt.uploaded');
  assert.equal((await as(admin, '/app/sounds/welcome', 'DELETE')).status, 200);
  assert.equal(await lastLeft(), 'prompt.deleted');
  const inMarkdown = { cookie: admin, 'content-type': 'text/markdown' };
  const markdown = { ...sound, raw: '# Imported\n\nA body.\n', headers: inMarkdown };
  const brought = await patchbay.send('/app/articles/import', markdown);
  assert.equal(brought.status, 200, brought.text);
  assert.equal(await lastLeft(), 'article.created');
  const logo = { ...sound, raw: PNG, headers: { cookie: admin, 'content-type': 'image/png' } };
  assert.equal((await patchbay.send('/app/appearance/logo', logo)).status, 200);
  assert.equal(await lastLeft(), 'appearance.logo_uploaded');
  assert.equal((await as(admin, '/app/appearance/logo', 'DELETE')).status, 200);
  assert.equal(await lastLeft(), 'appearance.logo_deleted');
  const { id } = (await patchbay.send('/v1/people', { body: { email: 'link@somedomain.com', role: 'agent' } }))
    .json as ToldPerson;
  const link = (await as(admin, `/app/people/${id}/link.json`, 'POST', {})).json as { url: string };
  const before = await newest();
  await fill(pathOf(link.url), AT_HOME);
  assert.ok((await entries()).some((each) => each.id > before && each.action === 'person.password_changed'));
  const first = await signIn(patchbay, 'link@somedomain.com');
  const { sessions } = (await as(first, '/app/profile.json')).json as { sessions: { id: number; isThis: boolean }[] };
  const theirs = sessions.find(({ isThis }) => !isThis)?.id;
  assert.equal((await as(first, `/app/profile/sessions/${theirs}.json`, 'DELETE')).status, 200);
  assert.equal(await lastLeft(), 'person.signed_out');
});

test('the settings and webhooks of vcita, and whoever has a recording deleted, leave entries', async () => {
  const setting = {
    staff_uid: DEMO_AGENTS[0]?.uid,
    forward_number: '180348567634',
    dedicated_number: '+12845783457',
    forwarding_enabled: true,
  };
  const path = '/v3/communication/voice_call_settings';
  const kept = await patchbay.send(path, { body: setting });
  assert.equal(kept.status, 201, kept.text);
  assert.equal(await lastLeft(), 'call_setting.created');
  const { uid } = (kept.json as { data: { uid: string } }).data;
  await patchbay.send(`${path}/${uid}`, { method: 'PUT', body: { forwarding_enabled: false } });
  assert.equal(await lastLeft(), 'call_setting.updated');
  await patchbay.send(`${path}/${uid}`, { method: 'DELETE' });
  assert.equal(await lastLeft(), 'call_setting.deleted');
  const subscription = { event: 'voice_call/create', target_url: url };
  await patchbay.send('/platform/v1/webhook/subscribe', { body: subscription });
  assert.equal(await lastLeft(), 'webhook.created');
  await patchbay.send('/platform/v1/webhook/unsubscribe', { body: subscription });
  assert.equal(await lastLeft(), 'webhook.deleted');

  const { id } = (
    await patchbay.send('/v1/simulator/calls', { body: { from: '+14155550148', to: '+13392195276', menu_id: 10 } })
  ).json as {
    id: number;
  };
  const { recording } = await patchbay.until(id, (call) => call.recording?.status === 'stored');
  const remove = async (): Promise<Got> =>
    patchbay.send(`/v3/communication/voice_call_recordings/${recording?.uid}`, { method: 'DELETE' });
  assert.equal((await remove()).status, 200);
  const [entry] = await entries();
  assert.deepEqual(
    [entry?.action, entry?.target_id, entry?.door, entry?.actor, entry?.address],
    ['recording.deleted', String(id), 'token', 'demo', '127.0.0.1'],
  );
  const before = await newest();
  assert.equal((await remove()).status, 404);
  assert.equal(await newest(), before, 'what is refused leaves nothing');
});

test('there is no write at our pages without an entry or a reason', () => {
  const ofApis = new Set(patchbay.surfaces.flatMap(({ routes }) => routes.map(({ path }) => path)));
  const writes = routesOf(patchbay.server.printRoutes({ commonPrefix: false })).filter(
    (route) => !/^(GET|HEAD|OPTIONS) /.test(route) && !ofApis.has(route.replace(/^\S+ /, '')),
  );
  const known = [...Object.keys(PAGES), ...Object.keys(ELSEWHERE), ...Object.keys(UNAUDITED_PAGES)];
  assert.deepEqual(writes.toSorted(), known.toSorted());
});

/** Reads that leave an entry, because they hand out everything at once: src/api/patchbay/exports.test.ts. */
const HANDED_OUT = ['exportContact', 'exportWorkspace'];

test('there is no write of an API without an entry or a reason', () => {
  const faults = patchbay.surfaces.flatMap(({ name, routes }) =>
    routes.flatMap(({ method, operationId, isAudited: isNoted = false }) => {
      const hasReason = Object.hasOwn(UNAUDITED_OPERATIONS[name] ?? {}, operationId);
      const isNotedRead = HANDED_OUT.includes(operationId);
      if (method === 'GET') return hasReason || isNoted !== isNotedRead ? [`${name} ${operationId} only reads`] : [];
      return isNoted === hasReason ? [`${name} ${operationId}`] : [];
    }),
  );
  assert.deepEqual(faults, []);
  const reasons = Object.values(UNAUDITED_OPERATIONS).flatMap((each) => Object.keys(each));
  const operations = new Set(patchbay.surfaces.flatMap(({ routes }) => routes.map(({ operationId }) => operationId)));
  assert.deepEqual(
    reasons.filter((each) => !operations.has(each)),
    [],
  );
  assert.ok(!reasons.some((each) => isAudited(each)));
});
