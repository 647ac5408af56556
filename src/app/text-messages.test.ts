import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { createPoster } from '#webhooks/post.ts';
import { createTextMessages } from './text-messages.ts';

const asked: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
let answer: readonly [number, string] = [201, '{"sid":"SM1"}'];
const provider = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    asked.push({ url: request.url, headers: request.headers, body });
    response.writeHead(answer[0], { 'content-type': 'application/json' }).end(answer[1]);
  });
});
await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
const poster = createPoster({ mayReachPrivate: true });
after(() => {
  poster.close();
  provider.close();
});

const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
const kept: (readonly unknown[])[] = [];
const played: string[] = [];
let hasAccount = true;
const parts = {
  trunks: {
    textAccount: async () =>
      hasAccount ? ({ id: 1, workspaceId: 1, preset: 'twilio', account: 'AC1', secret: 'hush' } as const) : null,
  },
  outbox: { messageAnswered: async (...said: readonly unknown[]) => void kept.push(said) },
  poster,
  played: {
    async sendText({ to }: { readonly to: string }) {
      played.push(to);
      return true;
    },
  },
};
const texts = createTextMessages({ ...parts, baseOf: () => base });
const message = {
  id: 7,
  workspaceId: 1,
  from: '+13392195276' as string | null,
  to: '+14155550148',
  body: 'Hello',
  status: 'queued',
  provider: null,
  error: null,
  createdAt: new Date(),
} as const;

test('with the account of a trunk a message is asked for once, and the outbox says who was asked', async () => {
  assert.equal(await texts.sendText(message), true);
  assert.deepEqual([asked.length, asked[0]?.url], [1, '/2010-04-01/Accounts/AC1/Messages.json']);
  assert.match(asked[0]?.body ?? '', /To=%2B14155550148/);
  assert.deepEqual([kept, played], [[[7, 'twilio', null]], []]);
});

test('what the provider refuses is not asked again, and its words are kept', async () => {
  [asked.length, kept.length] = [0, 0];
  answer = [400, '{"code":21610,"message":"Recipient unsubscribed"}'];
  assert.equal(await texts.sendText(message), false);
  assert.deepEqual([asked.length, kept], [1, [[7, 'twilio', '400 21610: Recipient unsubscribed']]]);
  kept.length = 0;
  assert.equal(await texts.sendText({ ...message, from: null }), false);
  assert.deepEqual([asked.length, kept], [1, [[7, 'twilio', 'The workspace has no number to send from.']]]);
});

test('private addresses are refused as for webhooks, and without an account the simulator plays it', async () => {
  [asked.length, kept.length] = [0, 0];
  const guarded = createPoster({ mayReachPrivate: false });
  after(() => guarded.close());
  const shut = createTextMessages({ ...parts, poster: guarded, baseOf: () => base });
  assert.equal(await shut.sendText(message), false);
  assert.deepEqual([asked.length, kept], [0, [[7, 'twilio', 'The provider did not answer.']]]);
  hasAccount = false;
  assert.equal(await texts.sendText(message), true);
  assert.deepEqual([asked.length, played], [0, ['+14155550148']]);
});
