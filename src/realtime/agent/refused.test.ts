/** What the console's addresses refuse before they look at anything that is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPageApis } from '../../../test/support/page-apis.ts';

const apis = await openPageApis();
const within = (address: string): string => address.replace(' ', ' /app/');
const X = (length: number): string => 'x'.repeat(length);
const NUMBERS = Array.from({ length: 11 }, (_, place) => `https://example.com/${place}`);

const INVITE = { email: 'ada@example.com', firstName: 'Ada', lastName: 'King', role: 'agent' };
const WISH = { name: 'CRM', kind: 'app', days: null };
const APP = { vendor: 'vcita', name: 'Dashboard', kind: 'read_only', redirectUris: ['https://example.com/back'] };
const HOOK = { url: 'https://example.com/hook', format: 'standard', events: [], description: '' };
const RULES = { seconds: 30, dispositions: ['Resolved'], required: [], tags: [], statuses: [] };
const KEPT = { recordings: 30, transcripts: null };

/** An address -> bodies, and how each is refused; null: it is let through to what is kept. */
const BODIES: readonly (readonly [
  address: string,
  cases: readonly (readonly [body: unknown, refused: string | null])[],
])[] = [
  [
    'POST people.json',
    [
      [INVITE, null],
      [{ ...INVITE, firstName: undefined, lastName: undefined }, null],
      [{ ...INVITE, email: ' ada@example.com ' }, null],
      [{ ...INVITE, email: 'ada' }, 'malformed'],
      [{ ...INVITE, email: 'ada@example.com, eve@example.com' }, 'malformed'],
      [{ ...INVITE, email: `${X(320)}@example.com` }, 'malformed'],
      [{ ...INVITE, role: 'owner' }, 'malformed'],
      [{ ...INVITE, role: undefined }, 'malformed'],
      [{ ...INVITE, lastName: X(201) }, 'malformed'],
      [{ ...INVITE, firstName: 7 }, 'malformed'],
      [[], 'malformed'],
    ],
  ],
  [
    'PATCH people/:id.json',
    [
      [{ role: 'supervisor' }, null],
      [{ isLocked: true }, null],
      [{}, 'malformed'],
      [{ role: 'owner' }, 'malformed'],
      [{ role: 'agent', isLocked: 'yes' }, 'malformed'],
    ],
  ],
  [
    'POST tokens.json',
    [
      [WISH, null],
      [{ ...WISH, days: 3650 }, null],
      [{ ...WISH, name: ' ' }, 'name_missing'],
      [{ ...WISH, name: X(201) }, 'name_missing'],
      [{ ...WISH, kind: 'root' }, 'malformed'],
      [{ ...WISH, days: 0 }, 'malformed'],
      [{ ...WISH, days: 1.5 }, 'malformed'],
      [{ ...WISH, days: 3651 }, 'malformed'],
      [{ ...WISH, days: '7' }, 'malformed'],
    ],
  ],
  [
    'POST tokens/:id/rotate.json',
    [
      [{ hours: 24 }, null],
      [{ hours: 25 }, 'malformed'],
      [{ hours: '24' }, 'malformed'],
      [{}, 'malformed'],
    ],
  ],
  [
    'POST oauth-apps.json',
    [
      [APP, null],
      [{ ...APP, vendor: 'acme' }, 'malformed'],
      [{ ...APP, kind: 'root' }, 'malformed'],
      [{ ...APP, redirectUris: 'https://example.com' }, 'malformed'],
      [{ ...APP, name: ' ' }, 'body_invalid /name'],
      [{ ...APP, name: X(201) }, 'body_invalid /name'],
      [{ ...APP, redirectUris: [] }, 'body_invalid /redirectUris'],
      [{ ...APP, redirectUris: NUMBERS }, 'body_invalid /redirectUris'],
      [{ ...APP, redirectUris: ['https://example.com/', 7] }, 'body_invalid /redirectUris'],
      [{ ...APP, redirectUris: ['http://example.com/'] }, 'body_invalid /redirectUris'],
    ],
  ],
  [
    'POST webhooks.json',
    [
      [HOOK, null],
      [{ url: HOOK.url, format: 'vcita' }, null],
      [{ ...HOOK, format: 'pigeon' }, 'malformed'],
      [{ ...HOOK, url: 7 }, 'malformed'],
      [{ ...HOOK, events: 'call.ended' }, 'malformed'],
      [{ ...HOOK, events: [7] }, 'malformed'],
      [{ ...HOOK, description: X(501) }, 'malformed'],
      [{ ...HOOK, secret: 7 }, 'malformed'],
      [{ ...HOOK, userName: 7 }, 'malformed'],
    ],
  ],
  [
    'PATCH webhooks/:id.json',
    [
      [{ state: 'paused' }, null],
      [{ state: 'gone' }, 'malformed'],
      [{ url: null }, 'malformed'],
      [{ events: [null] }, 'malformed'],
      [{ description: X(501) }, 'malformed'],
    ],
  ],
  [
    'POST webhooks/:id/resend.json',
    [
      [{ deliveryId: 3 }, null],
      [{ since: '2026-11-27T09:00:00.000Z' }, null],
      [{}, 'malformed'],
      [{ since: 'yesterday' }, 'malformed'],
      [{ deliveryId: 'x' }, 'malformed'],
    ],
  ],
  [
    'PATCH wrap-up.json',
    [
      [RULES, null],
      [{ ...RULES, seconds: null }, null],
      [{ ...RULES, seconds: -1 }, 'malformed'],
      [{ ...RULES, seconds: 1.5 }, 'malformed'],
      [{ ...RULES, seconds: undefined }, 'malformed'],
      [{ ...RULES, required: ['mood'] }, 'malformed'],
      [{ ...RULES, dispositions: [7] }, 'malformed'],
      [{ ...RULES, tags: undefined }, 'malformed'],
      [{ ...RULES, statuses: [{ name: 'Lunch', color: 'plaid', countsAs: 'unavailable' }] }, 'malformed'],
      [{ ...RULES, dispositions: [''] }, 'body_invalid /dispositions/0'],
    ],
  ],
  [
    'PATCH retention.json',
    [
      [KEPT, 'malformed'],
      [{}, 'malformed'],
    ],
  ],
  [
    'PATCH profile.json',
    [
      [{ firstName: 'Ada' }, null],
      [{ firstName: ' ', lastName: '' }, 'name_missing'],
      [{}, 'name_missing'],
      [{ firstName: X(201) }, 'name_too_long'],
      [{ firstName: 7 }, 'malformed'],
    ],
  ],
  [
    'PATCH profile/language.json',
    [
      [{ language: 'fr' }, null],
      [{ language: null }, null],
      [{ language: 'tlh' }, 'language_unknown'],
      [{}, 'language_unknown'],
    ],
  ],
  [
    'POST profile/password.json',
    [
      [{ present: 'old', next: X(12) }, null],
      [{ present: 'old', next: 'short' }, 'password_short'],
      [{ present: 'old', next: X(201) }, 'password_long'],
      [{ next: X(12) }, 'malformed'],
    ],
  ],
  ['POST contacts/:id/legal-hold.json', [[{ isHeld: true }, null]]],
  [
    'POST calls/:id/legal-hold.json',
    [
      [{ isHeld: true }, null],
      [{ isHeld: 'yes' }, 'malformed_hold'],
      [{}, 'malformed_hold'],
    ],
  ],
  [
    'PATCH transcripts.json',
    [
      [{ choice: 'here' }, 'malformed'],
      [{}, 'malformed'],
    ],
  ],
  [
    'POST simulator/calls.json',
    [
      [{ menuId: 7 }, 'malformed'],
      [{ menuId: '7', digits: '0007' }, 'malformed'],
      [{}, 'malformed'],
    ],
  ],
  [
    'POST authorize.json',
    [
      [{ ask: 'x' }, 'malformed'],
      [{ ask: 'x', isAllowed: true }, 'refused'],
    ],
  ],
];

for (const [address, cases] of BODIES)
  test(`${address}: what is refused before anything is looked at`, async () => {
    for (const [body, refused] of cases)
      assert.equal(await apis.refusal(within(address), { body }), refused, JSON.stringify(body)?.slice(0, 120));
  });

/** Addresses with a query that makes no sense, and one that does. */
const QUERIES: readonly (readonly [address: string, refused: string | null])[] = [
  ['GET audit.json', null],
  ['GET audit.json?before=70', null],
  ['GET audit.json?before=x', 'malformed'],
  ['GET audit.json?before=', 'malformed'],
  ['GET audit.json?action=person.signed_in&agentId=3&since=2026-11-27T09:00:00Z', null],
  ['GET audit.json?action=person.flew', 'malformed'],
  ['GET audit.json?agentId=0', 'malformed'],
  ['GET audit.json?since=yesterday', 'malformed'],
  ['GET audit.json?action=call.held&action=call.released', 'malformed'],
  ['GET audit.csv?until=2026-02-30T00:00:00Z', 'malformed'],
  ['GET mail/sent.json?before=x', 'malformed'],
  ['GET mail/sent.json?before=1&before=2', 'malformed'],
  ['GET webhooks/7.json', null],
  ['GET webhooks/7.json?before=70', null],
  ['GET webhooks/7.json?before=x', 'malformed'],
  ['GET webhooks/x.json', 'unknown'],
  ['GET webhooks/0.json', 'unknown'],
  ['GET contacts.json?find=a', 'find_short'],
  ['GET contacts.json?after=x', 'malformed'],
  ['GET contacts/x.json', 'unknown'],
  ['GET voice-report.json?hours=7', 'hours_unknown'],
  ['GET voice-report.json?hours=24', null],
  ['DELETE tokens/1e3.json', 'unknown'],
  ['DELETE profile/sessions/-1.json', 'unknown'],
];
for (const [address, refused] of QUERIES)
  test(`${address}: ${refused ?? 'is asked for'}`, async () =>
    assert.equal(await apis.refusal(within(address)), refused));
