/** Who may ask what of the console's addresses: the whole table, held against every address that there is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import { openPageApis } from '../../../test/support/page-apis.ts';

const apis = await openPageApis();

/** Those who may -> the addresses, below `/app/`. What an administrator may not is nothing. */
const MAY: readonly (readonly [roles: readonly Role[], addresses: string])[] = [
  [
    ROLES,
    `GET calls.json, GET scheduled.json, GET calls/:id.json, GET today.json,
     GET contacts.json, GET contacts/:id.json, GET contacts/:id/history.json,
     GET profile.json, PATCH profile.json, PATCH profile/language.json, PATCH profile/assist.json,
     POST profile/password.json,
     DELETE profile/sessions/:id.json, DELETE profile/sessions.json,
     GET profile/factors.json, POST profile/codes.json, POST profile/codes/confirm.json, POST profile/codes/off.json,
     POST profile/recovery-codes.json,
     GET profile/passkeys.json, POST profile/passkeys/begin.json, POST profile/passkeys.json,
     PATCH profile/passkeys/:id.json, DELETE profile/passkeys/:id.json,
     GET authorize.json`,
  ],
  [['agent', 'supervisor', 'admin'], 'PATCH contacts/:id.json'],
  [
    ['supervisor', 'admin'],
    `GET calls/:id/sip.json, GET calls.csv, GET voice-report.json,
     POST contacts/:id/block.json, POST contacts/:id/merge.json`,
  ],
  [
    ['admin', 'developer'],
    `GET events.json, GET events/:id.json,
     GET requests.json, GET requests/tokens.json, GET requests/:id.json, PATCH requests.json,
     GET simulator.json, POST simulator/calls.json,
     GET webhooks.json, POST webhooks.json, GET webhooks/:id.json, PATCH webhooks/:id.json, DELETE webhooks/:id.json,
     POST webhooks/:id/secret.json, POST webhooks/:id/test.json, POST webhooks/:id/resend.json`,
  ],
  [
    ['admin'],
    `GET appearance.json, PATCH appearance.json,
     GET appearance/logo, PUT appearance/logo, DELETE appearance/logo,
     GET articles.json, GET articles/:id.json, POST articles/ask.json, POST articles.json, PATCH articles/:id.json,
     DELETE articles/:id.json, PUT articles/import,
     GET audit.json, GET audit.csv,
     POST calls/:id/legal-hold.json,
     GET contacts/:id/forget.json, POST contacts/:id/forget.json, POST contacts/:id/legal-hold.json,
     GET contacts/:id/export.zip,
     GET languages.json, PATCH languages.json,
     GET mail/server.json, PATCH mail/server.json, DELETE mail/server.json, POST mail/test.json, GET mail/sent.json,
     GET menus.json, POST menus.json, PATCH menus/:id.json, POST menus/places.json, DELETE menus/:id.json,
     GET numbers.json, POST numbers.json, PATCH numbers/:id.json, DELETE numbers/:id.json,
     GET oauth-apps.json, POST oauth-apps.json, DELETE oauth-apps/:id.json, POST authorize.json,
     GET people.json, POST people.json, PATCH people/:id.json, POST people/:id/link.json,
     DELETE people/:id/sessions.json, DELETE people/:id/second-factors.json,
     GET provider.json, PATCH provider.json, DELETE provider.json, POST provider/test.json,
     GET retention.json, POST retention/preview.json, PATCH retention.json,
     GET skills.json, POST skills.json, PATCH skills/:id.json, DELETE skills/:id.json,
     GET sounds/:name, PUT sounds/:name, DELETE sounds/:name,
     GET tokens.json, POST tokens.json, POST tokens/:id/rotate.json, DELETE tokens/:id.json,
     GET transcripts.json, PATCH transcripts.json,
     GET trunks.json, GET trunk-limits.json, PATCH trunk-limits.json, POST trunks.json, PATCH trunks/:id.json,
     POST trunks/order.json, POST trunks/:id/test.json, DELETE trunks/:id.json,
     GET voice-engines.json,
     GET workspace.json, PATCH workspace.json, GET workspace/export.zip, DELETE workspace/demo.json,
     GET first-steps.json, DELETE first-steps.json,
     GET wrap-up.json, PATCH wrap-up.json`,
  ],
];
const TABLE = new Map(
  MAY.flatMap(([roles, addresses]) =>
    addresses.split(',').map((each) => [each.trim().replace(' ', ' /app/'), roles] as const),
  ),
);

/** Whether it is let in, or which of the refusals of everyone holds it up; what is refused then is not asked here. */
async function ask(address: string, role: Role | null, headers?: Readonly<Record<string, string>>): Promise<string> {
  const refused = await apis.refusal(address, { role, ...(headers === undefined ? {} : { headers }) });
  return ['not_yours', 'signed_out', 'foreign_origin'].find((each) => each === refused) ?? 'let in';
}

test('the table has each address that there is, and no other', () => {
  assert.deepEqual(apis.addresses.toSorted(), [...TABLE.keys()].toSorted());
});

for (const role of ROLES)
  test(`${role}: what the table says, address by address`, async () => {
    for (const [address, roles] of TABLE)
      assert.equal(await ask(address, role), roles.includes(role) ? 'let in' : 'not_yours', address);
  });

test('who is not signed in is told so, whatever they ask', async () => {
  for (const address of TABLE.keys()) assert.equal(await ask(address, null), 'signed_out', address);
});

test('what changes something is refused to pages of others, even for an administrator; reading is not', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
    for (const address of TABLE.keys())
      assert.equal(
        await ask(address, 'admin', headers),
        address.startsWith('GET ') ? 'let in' : 'foreign_origin',
        address,
      );
});
