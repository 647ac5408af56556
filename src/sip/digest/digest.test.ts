/**
 * Digest authentication: the vectors of RFC 7616 and RFC 2617, challenges as a table, a client and a server that meet.
 */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { aRequest, aResponse } from '../../../test/support/sip.ts';
import type { SipRequest } from '../message/message.ts';
import { writeUri } from '../address/uri.ts';
import type { DigestHash } from './algorithm.ts';
import { algorithmOf } from './algorithm.ts';
import { readAuthFields } from './auth-fields.ts';
import { challengesOf, readChallenge, writeChallenge } from './challenge.ts';
import type { DigestMemory } from './digest-client.ts';
import { credentialsFor, isReused, MAX_REALMS, mayAnswer, remember } from './digest-client.ts';
import { digestResponse, secretOf, userHash } from './digest-response.ts';
import type { BodyValidator } from './digest-server.ts';
import { challengesFor, createNonceBook, judge, MAX_NONCES } from './digest-server.ts';

const NODE_NAMES = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;
const nodeHash: DigestHash = (name, data) => hash(NODE_NAMES[name], data, 'hex');

const MUFASA = {
  user: 'Mufasa',
  password: 'Circle of Life',
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  uri: '/dir/index.html',
} as const;

const RFC_2617 = {
  ...MUFASA,
  password: 'Circle Of Life',
  realm: 'testrealm@host.com',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  cnonce: '0a4f113b',
} as const;

/** Where it stands -> who, what, and the response that is printed there. */
const VECTORS = {
  'RFC 7616 section 3.9.1, MD5': [MUFASA, 'MD5', 'auth', '8ca523f5e9506fed4657c9700eebdbec'],
  'RFC 7616 section 3.9.1, SHA-256': [
    MUFASA,
    'SHA-256',
    'auth',
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  ],
  // As corrected by erratum 4897: the RFC's own text has SHA-512 cut short.
  'RFC 7616 section 3.9.2, SHA-512-256': [
    {
      user: 'Jäsøn Doe',
      password: 'Secret, or not?',
      realm: 'api@example.org',
      nonce: '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK',
      cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
      uri: '/doe.json',
    },
    'SHA-512-256',
    'auth',
    '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
  ],
  'RFC 2617 section 3.5': [RFC_2617, 'MD5', 'auth', '6629fae49393a05397450978507c4ef1'],
  'RFC 2069 section 2.4, erratum 749': [
    { ...RFC_2617, password: 'CircleOfLife' },
    'MD5',
    null,
    '1949323746fe6a43ef61f9606e7febea',
  ],
} as const;

for (const [name, [who, algorithmName, qopName, expected]] of Object.entries(VECTORS))
  test(`the vector of ${name}`, () => {
    const algorithm = algorithmOf(algorithmName) ?? assert.fail();
    const secret = secretOf(nodeHash, algorithm, who.user, who.realm, who.password);
    const qop = qopName === null ? null : { name: qopName, count: '00000001' };
    const input = { ...who, algorithm, method: 'GET', body: new Uint8Array(0), qop };
    assert.equal(digestResponse(nodeHash, secret, input), expected);
  });

test('the hashed user name of RFC 7616 section 3.9.2, as corrected by erratum 4897', () => {
  const algorithm = algorithmOf('SHA-512-256') ?? assert.fail();
  const expected = '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b';
  assert.equal(userHash(nodeHash, algorithm, 'Jäsøn Doe', 'api@example.org'), expected);
});

test('auth-int protects the body, and a session key the nonces: each from its formula', () => {
  const algorithm = algorithmOf('MD5-sess') ?? assert.fail();
  const md5 = (text: string): string => nodeHash('MD5', text);
  const key = md5(`${md5('u:r:p')}:n:c`);
  const expected = md5(`${key}:n:00000002:c:auth-int:${md5(`INVITE:sip:a@b:${md5('v=0')}`)}`);
  const secret = secretOf(nodeHash, algorithm, 'u', 'r', 'p');
  const qop = { name: 'auth-int', count: '00000002' } as const;
  const input = { algorithm, nonce: 'n', cnonce: 'c', method: 'INVITE', uri: 'sip:a@b', body: Buffer.from('v=0'), qop };
  assert.equal(digestResponse(nodeHash, secret, input), expected);
});

/** A challenge as it comes -> what is read of it: algorithm, qop, stale, userhash. */
const CHALLENGES = {
  'Digest realm="r", nonce="n"': '- [] false false',
  'Digest realm="r",nonce="n",qop="auth"': '- [auth] false false',
  'DIGEST Realm="r", NONCE="n", qop="auth-int, auth", stale=TRUE, algorithm=sha-256':
    'sha-256 [auth-int,auth] true false',
  'Digest realm="r", nonce="n", qop="auth,token", userhash=true,, opaque=""': '- [auth] false true',
  'Digest realm="a, b=\\"c\\"", nonce="n"': '- [] false false',
  'Digest realm="r", nonce="n", qop="token"': 'refused',
  'Digest realm="r", nonce="n", algorithm=SHA-1': 'refused',
  'Digest realm="r"': 'refused',
  'Digest nonce="n"': 'refused',
  'Digest realm="r", realm="s", nonce="n"': 'refused',
  'Digest realm="r, nonce="n"': 'refused',
  'Digest x': 'refused',
  'Basic realm="r"': 'refused',
  NoOneKnowsThisScheme: 'refused',
} as const;

for (const [value, expected] of Object.entries(CHALLENGES))
  test(`the challenge ${value} is ${expected}`, () => {
    const read = readChallenge(401, value);
    const parts = read && `${read.algorithm ?? '-'} [${read.qop.join()}] ${read.isStale} ${read.wantsUserHash}`;
    assert.equal(parts ?? 'refused', expected);
    if (read !== null) assert.deepEqual(readChallenge(401, writeChallenge(read).value), read);
  });

const md5Challenge = 'Digest realm="r", nonce="n1", qop="auth", algorithm=MD5';
const shaChallenge = 'Digest realm="r", nonce="n2", qop="auth", algorithm=SHA-256';

test('of each realm the strongest challenge is answered, whatever stands first', () => {
  const response = aResponse(407, { 'Proxy-Authenticate': md5Challenge, 'proxy-authenticate': shaChallenge });
  assert.deepEqual(
    challengesOf(response).map(({ nonce }) => nonce),
    ['n2'],
  );
  const other = aResponse(401, {
    'WWW-Authenticate': md5Challenge,
    'www-authenticate': 'Digest realm="s", nonce="n3"',
  });
  assert.deepEqual(
    challengesOf(other).map(({ nonce }) => nonce),
    ['n1', 'n3'],
  );
  assert.deepEqual(challengesOf(aResponse(401, { 'Proxy-Authenticate': md5Challenge })), []);
  assert.deepEqual(challengesOf(aResponse(403, { 'WWW-Authenticate': md5Challenge })), []);
});

const who = { user: 'bob', password: 'zanzibar', hash: nodeHash, cnonce: () => 'abc' };
const protectedInvite = { method: 'INVITE', uri: 'sip:bob@biloxi.example.com', body: new Uint8Array(0) };

test('a nonce counts up, also over requests, and starts at one when it is new', () => {
  const counts: (string | undefined)[] = [];
  const send = (memory: DigestMemory): DigestMemory => {
    const made = credentialsFor(memory, protectedInvite, who);
    counts.push(readAuthFields(made.headers[0]?.value ?? '')?.get('nc'));
    return made.memory;
  };
  let memory = send(remember([], challengesOf(aResponse(401, { 'WWW-Authenticate': md5Challenge }))));
  memory = send(memory);
  memory = send(remember(memory, challengesOf(aResponse(401, { 'WWW-Authenticate': md5Challenge }))));
  send(remember(memory, challengesOf(aResponse(401, { 'WWW-Authenticate': shaChallenge }))));
  assert.deepEqual(counts, ['00000001', '00000002', '00000003', '00000001']);
});

test('realms that are remembered have a limit, and the newest stay', () => {
  let memory: DigestMemory = [];
  for (let realm = 0; realm < 20; realm += 1) {
    const value = `Digest realm="r${realm}", nonce="n"`;
    memory = remember(memory, challengesOf(aResponse(401, { 'WWW-Authenticate': value })));
  }
  assert.equal(memory.length, MAX_REALMS);
  assert.equal(memory[0]?.challenge.realm, 'r19');
});

/** What was sent, what came back -> whether it is sent again. */
const RETRIES = {
  'nothing was sent': [null, 'n1', false, true],
  'the first use was refused with a new nonce': ['n0 00000001', 'n1', false, false],
  'the first use was refused with the same nonce': ['n1 00000001', 'n1', false, false],
  'the server says stale': ['n0 00000001', 'n1', true, true],
  'a nonce that had served was replaced': ['n0 00000002', 'n1', false, true],
  'a nonce that had served was refused': ['n1 00000002', 'n1', false, false],
} as const;

for (const [name, [sent, nonce, isStale, expected]] of Object.entries(RETRIES))
  test(`once ${name}, the request is ${expected ? '' : 'not '}sent again`, () => {
    const [before, count] = sent?.split(' ') ?? [];
    const value = `Digest username="bob", realm="r", nonce="${before}", uri="sip:a@b", response="x", qop=auth, nc=${count}, cnonce="c"`;
    const request = aRequest('INVITE', sent === null ? {} : { Authorization: value });
    const answer = aResponse(401, {
      'WWW-Authenticate': `Digest realm="r", nonce="${nonce}", qop="auth"${isStale ? ', stale=true' : ''}`,
    });
    assert.equal(mayAnswer(request, challengesOf(answer), []), expected);
  });

test('without a challenge that can be answered nothing is sent again', () => {
  assert.equal(mayAnswer(aRequest('INVITE'), challengesOf(aResponse(401)), []), false);
});

test('of a server without qop our own count says whether its nonce had served before', () => {
  const challenge = (nonce: string) =>
    challengesOf(aResponse(401, { 'WWW-Authenticate': `Digest realm="r", nonce="${nonce}"` }));
  const who = { user: 'bob', password: 'zanzibar', hash: nodeHash, cnonce: () => 'c' };
  const asked = { method: 'INVITE', uri: 'sip:a@b', body: new Uint8Array() };
  let memory = remember([], challenge('n0'));
  for (const expected of [false, true]) {
    const made = credentialsFor(memory, asked, who);
    memory = made.memory;
    const sent = aRequest('INVITE', { Authorization: made.headers[0]?.value ?? '' });
    assert.equal(mayAnswer(sent, challenge('n1'), memory), expected);
    assert.equal(isReused(sent, memory), expected);
    assert.equal(mayAnswer(sent, challenge('n0'), memory), false);
  }
});

/** A judge whose clock and dice are these. */
function aJudge(clock: { now: number }): BodyValidator {
  let word = 0;
  const nonces = createNonceBook(
    () => clock.now,
    () => `nonce-${(word += 1)}`,
    60_000,
  );
  const accountOf = (matches: (user: string) => boolean) =>
    matches('bob') ? { user: 'bob', password: 'zanzibar' } : null;
  return { status: 401, realm: 'r', hash: nodeHash, accountOf, nonces };
}

/** A request with the credentials of a client that saw the judge's challenge of this algorithm. */
function withCredentials(
  asked: BodyValidator,
  algorithm: string,
  more: Partial<typeof who> & { fields?: string } = {},
): SipRequest {
  const challenges = challengesFor(asked, [algorithm], false).map((each) => ({
    ...each,
    wantsUserHash: more.fields === 'hash',
  }));
  const request = aRequest('INVITE', { 'Content-Type': 'application/sdp' }, 'v=0');
  const { headers } = credentialsFor(
    remember([], challenges),
    { ...request, uri: writeUri(request.uri) },
    { ...who, ...more },
  );
  return { ...request, headers: [...request.headers, ...headers] };
}

for (const algorithm of ['MD5', 'SHA-256', 'SHA-512-256', 'MD5-sess', 'SHA-256-sess', 'SHA-512-256-sess'])
  test(`${algorithm}: our client is right to our server, with its name hashed too, and only with the password`, () => {
    const asked = aJudge({ now: 0 });
    assert.equal(judge(withCredentials(asked, algorithm), asked), 'right');
    assert.equal(judge(withCredentials(asked, algorithm, { fields: 'hash' }), asked), 'right');
    assert.equal(judge(withCredentials(asked, algorithm, { password: 'Zanzibar' }), asked), 'wrong');
    assert.equal(judge(withCredentials(asked, algorithm, { user: 'eve' }), asked), 'wrong');
  });

test('credentials that are right serve once for each count: a replay is stale, and so is an old nonce', () => {
  const clock = { now: 0 };
  const asked = aJudge(clock);
  const request = withCredentials(asked, 'MD5');
  assert.deepEqual([judge(request, asked), judge(request, asked)], ['right', 'stale']);
  const late = withCredentials(asked, 'MD5');
  clock.now = 60_001;
  assert.equal(judge(late, asked), 'stale');
  assert.equal(judge(aRequest('INVITE'), asked), 'none');
  assert.equal(judge(aRequest('INVITE', { Authorization: 'NoOneKnowsThisScheme opaque-data=here' }), asked), 'none');
});

test('credentials of another request are wrong: method, URI and count are protected', () => {
  const asked = aJudge({ now: 0 });
  const request = withCredentials(asked, 'SHA-256');
  const other = aRequest('BYE', { uri: 'sip:eve@biloxi.example.com' });
  assert.equal(judge({ ...request, method: 'BYE' }, asked), 'wrong');
  assert.equal(judge({ ...request, uri: other.uri }, asked), 'wrong');
  const altered = request.headers.map(({ name, value }) => ({
    name,
    value: value.replace('nc=00000001', 'nc=00000002'),
  }));
  assert.equal(judge({ ...request, headers: altered }, asked), 'wrong');
  const broken = request.headers.map(({ name, value }) => ({ name, value: value.replace('nc=00000001', 'nc=1') }));
  assert.equal(judge({ ...request, headers: broken }, asked), 'wrong');
  assert.equal(judge(request, asked), 'right');
});

test('nonces have a limit, and the oldest goes first', () => {
  let word = 0;
  const book = createNonceBook(
    () => 0,
    () => `n${(word += 1)}`,
    1000,
  );
  for (let count = 0; count <= MAX_NONCES; count += 1) book.issue();
  assert.deepEqual(
    [book.use('n1', 1), book.use('n2', 1), book.use('n2', 1), book.use(`n${word}`, null)],
    [false, true, false, true],
  );
});
