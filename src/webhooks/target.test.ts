/** What a webhook may be: its address, its events, its secret. Cell by cell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { MAX_WEBHOOK_EVENTS, MAX_WEBHOOK_URL, WEBHOOK_FORMATS } from '#domain/ports/webhooks.ts';
import type { LookUp } from './addresses.ts';
import type { PostOutcome, Posted, Poster } from './post.ts';
import { addressFault, eventsFault, newSecret, secretFault } from './target.ts';

/** Name -> where it leads; any other is not found. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'hooks.example.com': ['93.184.215.14'],
  'inside.example.com': ['10.0.0.7'],
  'both.example.com': ['93.184.215.14', '127.0.0.1'],
};
const lookUp: LookUp = (name, _options, told) => {
  const found = NAMES[name];
  if (found === undefined) told(new Error('ENOTFOUND'), []);
  else
    told(
      null,
      found.map((address) => ({ address, family: 4 })),
    );
};

function poster(status: number | null): Poster & { readonly posted: Posted[] } {
  const posted: Posted[] = [];
  return {
    posted,
    async post(each) {
      posted.push(each);
      return {
        status,
        fault: status === null ? 'refused' : null,
        answer: '',
        retryAfter: undefined,
      } as unknown as PostOutcome;
    },
    close: () => undefined,
  };
}

const detailOf = async (url: string, mayReachPrivate = false): Promise<string | null> => {
  const fault = await addressFault(url, 'standard', { poster: poster(200), mayReachPrivate, lookUp });
  return fault !== null && fault.code === 'webhook_invalid' ? `${fault.field} ${fault.detail}` : null;
};

const HIDDEN = 'url leads to a network address that is not public';
/** An address -> what is wrong with it. */
const ADDRESSES: readonly (readonly [url: string, fault: string | null])[] = [
  ['https://hooks.example.com/calls?team=7', null],
  ['https://not-there-yet.example.com/', null],
  ['https://93.184.215.14/', null],
  ['nowhere', 'url is not an address'],
  ['http://hooks.example.com/', 'url must begin with https://'],
  ['ftp://hooks.example.com/', 'url must begin with https://'],
  ['https://user:word@hooks.example.com/', 'url must hold no user and no password'],
  ['https://user@hooks.example.com/', 'url must hold no user and no password'],
  ['https://hooks.example.com/#part', 'url must hold no fragment'],
  ['https://inside.example.com/', HIDDEN],
  ['https://both.example.com/', HIDDEN],
  ['https://127.0.0.1/', HIDDEN],
  ['https://2130706433/', HIDDEN],
  ['https://0x7f.1/', HIDDEN],
  ['https://169.254.169.254/latest/meta-data', HIDDEN],
  ['https://[::1]/', HIDDEN],
  ['https://[::ffff:10.0.0.1]/', HIDDEN],
  [`https://hooks.example.com/${'x'.repeat(MAX_WEBHOOK_URL)}`, `url has more than ${MAX_WEBHOOK_URL} characters`],
];
for (const [url, fault] of ADDRESSES)
  test(`the address ${url.slice(0, 60)} ${fault === null ? 'is taken' : 'is refused'}`, async () =>
    assert.equal(await detailOf(url), fault));

test('where private networks may be reached, they may be without TLS too', async () => {
  assert.equal(await detailOf('http://127.0.0.1:9000/', true), null);
  assert.equal(await detailOf('https://inside.example.com/', true), null);
  assert.equal(await detailOf('ftp://127.0.0.1/', true), 'url must begin with https://');
});

test('a format that is asked first is asked with HEAD, and must answer 2xx', async () => {
  const asked = async (status: number | null, format: WebhookFormat = 'intercom') => {
    const asking = poster(status);
    const fault = await addressFault('https://hooks.example.com/', format, {
      poster: asking,
      mayReachPrivate: false,
      lookUp,
    });
    return {
      fault: fault?.code === 'webhook_invalid' ? fault.detail : null,
      methods: asking.posted.map(({ method }) => method),
    };
  };
  assert.deepEqual(await asked(204), { fault: null, methods: ['HEAD'] });
  assert.deepEqual(await asked(302), { fault: 'must answer a HEAD request with 2xx; it was 302', methods: ['HEAD'] });
  assert.match((await asked(null)).fault ?? '', /it was refused$/);
  assert.deepEqual(await asked(500, 'standard'), { fault: null, methods: [] });
});

test('events are those of the format, each once, and not too many', () => {
  assert.equal(eventsFault([], 'standard'), null);
  assert.equal(eventsFault(['call.ended', 'call.missed'], 'standard'), null);
  assert.equal(eventsFault(['call.ended', 'call.ended'], 'standard')?.code, 'webhook_invalid');
  assert.equal(eventsFault(['call.exploded'], 'standard')?.code, 'webhook_invalid');
  assert.equal(eventsFault(['call.ended'], 'ccaip')?.code, 'webhook_invalid');
  const many = Array.from({ length: MAX_WEBHOOK_EVENTS + 1 }, (_, index) => `a/b${'c'.repeat(index % 50)}`);
  assert.equal(eventsFault(many, 'vcita', true)?.code, 'webhook_invalid');
  // vcita's own API takes names of events that are never sent, in its spelling.
  assert.equal(eventsFault(['client/create'], 'vcita', true), null);
  assert.equal(eventsFault(['client/create'], 'vcita')?.code, 'webhook_invalid');
  assert.equal(eventsFault(['client/../create'], 'vcita', true)?.code, 'webhook_invalid');
});

const whsec = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
/** Format, user and secret -> the field that is wrong. */
const SECRETS: readonly (readonly [
  WebhookFormat,
  userName: string | null,
  secret: string | null,
  wrong: string | null,
])[] = [
  ['standard', null, null, null],
  ['standard', null, whsec(24), null],
  ['standard', null, whsec(64), null],
  ['standard', null, whsec(23), 'secret'],
  ['standard', null, whsec(65), 'secret'],
  ['standard', null, 'a-secret-of-many-words', 'secret'],
  ['standard', 'user', null, 'userName'],
  ['intercom', null, 'eight888', null],
  ['intercom', null, 'seven77', 'secret'],
  ['intercom', null, 'with a blank in it', 'secret'],
  ['intercom', null, 'x'.repeat(200), null],
  ['intercom', null, 'x'.repeat(201), 'secret'],
  ['ccaip', 'patchbay', 'password1', null],
  ['ccaip', null, 'password1', 'userName'],
  ['ccaip', 'with:colon', 'password1', 'userName'],
  ['ccaip', '', 'password1', 'userName'],
];
for (const [format, userName, secret, field] of SECRETS)
  test(`${format}: user ${userName}, secret ${secret?.slice(0, 24)} of ${secret?.length} is ${field === null ? 'taken' : `refused for its ${field}`}`, () => {
    const fault = secretFault({ format, userName, secret });
    assert.equal(fault?.code === 'webhook_invalid' ? fault.field : null, field);
  });

test('a secret that is made is one that the format takes, and never the same', () => {
  for (const format of WEBHOOK_FORMATS) {
    const [one, other] = [newSecret(format), newSecret(format)];
    assert.notEqual(one, other);
    assert.equal(secretFault({ format, userName: format === 'ccaip' ? 'user' : null, secret: one }), null, format);
  }
});
