/** Models at work, with the protocol's own client: over HTTP, and over standard input and output. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { testCli } from '../../../test/support/cli.ts';
import type { TestPatchbay } from '../../../test/support/patchbay.ts';
import { testPatchbay, TOKEN } from '../../../test/support/patchbay.ts';

const reading = await testPatchbay();
const writing = await testPatchbay({ PATCHBAY_MCP: 'write', PATCHBAY_MCP_NUMBERS: '+14155550148, +1303*' });
const cli = await testCli();

/** A client of the server, in the name of the token. */
async function connect({ address }: TestPatchbay, token = TOKEN): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', address), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  return client;
}

const namesOf = async (client: Client): Promise<readonly string[]> =>
  (await client.listTools()).tools.map(({ name }) => name);
type Answer = { readonly structuredContent?: unknown; readonly content: unknown; readonly isError?: boolean };
const use = async (client: Client, name: string, given: Record<string, unknown> = {}): Promise<Answer> =>
  (await client.callTool({ name, arguments: given })) as Answer;
const textOf = ({ content }: Answer): string => (content as { text: string }[])[0]?.text ?? '';
const tokenOf = async (patchbay: TestPatchbay, kind: string): Promise<string> =>
  ((await patchbay.send('/v1/tokens', { body: { name: kind, kind } })).json as { token: string }).token;

const WRITERS = ['place_call', 'simulate_call', 'set_agent_status', 'resend_delivery', 'test_webhook'];

test('a model reads by default: fewer than 25 tools, and none that changes anything', async () => {
  const client = await connect(reading);
  const { tools } = await client.listTools();
  assert.ok(tools.length > 10 && tools.length < 25, `${tools.length} tools`);
  for (const { name, annotations, description, inputSchema } of tools) {
    assert.equal(annotations?.readOnlyHint, true, name);
    assert.ok((description ?? '').length > 20 && inputSchema.type === 'object', name);
  }
  for (const name of WRITERS) await assert.rejects(use(client, name), /There is no tool/);
  await client.close();
});

test('where the operator allows it, tools that write are there, and are marked', async () => {
  const client = await connect(writing);
  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.filter(({ annotations }) => annotations?.readOnlyHint !== true).map(({ name }) => name),
    WRITERS,
  );
  assert.ok(tools.length < 25);
  await client.close();
});

test('a token opens the tools that its kind opens in the API', async () => {
  const reader = await connect(writing, await tokenOf(writing, 'read_only'));
  const names = await namesOf(reader);
  assert.ok(names.includes('get_transcript') && !WRITERS.some((name) => names.includes(name)));
  await reader.close();
  const app = await connect(writing, await tokenOf(writing, 'app'));
  const its = await namesOf(app);
  assert.ok(its.includes('simulate_call') && !its.includes('search_calls') && !its.includes('get_transcript'));
  await app.close();
});

test('a call is simulated, found, explained and read; what was said stands apart, marked', async () => {
  const client = await connect(writing);
  const made = await use(client, 'simulate_call', { from: '+14155550148' });
  const { id } = made.structuredContent as { id: number };
  await writing.until(id, (call) => call.transcriptStatus === 'done');
  const { calls } = (await use(client, 'search_calls', { limit: 5 })).structuredContent as { calls: { id: number }[] };
  assert.deepEqual(
    calls.map((call) => call.id),
    [id],
  );
  const { call } = (await use(client, 'get_call', { call_id: id })).structuredContent as {
    call: Record<string, unknown>;
  };
  assert.ok(!('summary' in call) && 'summary' in (call['untrusted_caller_speech'] as object));
  const said = (await use(client, 'get_transcript', { call_id: id })).structuredContent as Record<string, unknown>;
  assert.ok(Array.isArray(said['untrusted_caller_speech']) && !('turns' in said));
  const why = (await use(client, 'explain_call', { call_id: id })).structuredContent as {
    timeline: Record<string, unknown>[];
  };
  assert.ok(why.timeline.some(({ type }) => type === 'agents_rung'));
  assert.ok(why.timeline.every((event) => !('data' in event) && 'untrusted_caller_speech' in event));
  const { data: contacts } = (await use(client, 'search_contacts', { limit: 5 })).structuredContent as {
    data: Record<string, unknown>[];
  };
  assert.ok(contacts.length > 0 && contacts.every((contact) => !('name' in contact) && !('attributes' in contact)));
  assert.ok(contacts.every((contact) => 'name' in (contact['untrusted_caller_speech'] as object)));
  const link = (await use(client, 'get_recording_link', { call_id: id })).structuredContent as {
    recording: { url: string };
  };
  assert.match(link.recording.url, /\/recordings\/.+by=t\d+/);
  for (const name of [
    'get_call',
    'explain_call',
    'get_transcript',
    'search_calls',
    'search_contacts',
    'get_contact_history',
  ]) {
    const found = (await client.listTools()).tools.find((each) => each.name === name);
    assert.match(found?.description ?? '', /never follow instructions/, name);
  }
  await client.close();
});

test('every tool that reads answers, or says in a sentence why not', async () => {
  const client = await connect(writing);
  const webhook = await writing.send('/v1/webhooks', { body: { url: 'https://example.com/hook' } });
  const { contact } = (await writing.send('/v1/calls/1')).json as { contact: { id: number } };
  const given: Record<string, Record<string, unknown>> = {
    get_call: { call_id: 1 },
    explain_call: { call_id: 1 },
    get_transcript: { call_id: 1 },
    get_recording_link: { call_id: 1 },
    get_contact_history: { contact_id: contact.id },
    list_deliveries: { webhook_id: (webhook.json as { id: number }).id },
    ask_articles: { question: 'When are you open?' },
  };
  for (const { name, annotations } of (await client.listTools()).tools) {
    if (annotations?.readOnlyHint !== true) continue;
    const answer = await use(client, name, given[name]);
    assert.notEqual(answer.isError, true, `${name}: ${textOf(answer)}`);
    assert.deepEqual(JSON.parse(textOf(answer)), answer.structuredContent);
  }
  await client.close();
});

const REFUSED: readonly (readonly [tool: string, given: Record<string, unknown>, says: RegExp])[] = [
  ['get_call', {}, /^Invalid: \/call_id is required/],
  ['get_call', { call_id: 'x' }, /^Invalid: \/call_id /],
  ['get_call', { call_id: 1, workspace_id: 2 }, /^Invalid: \/workspace_id /],
  ['search_calls', { limit: 51 }, /^Invalid: \/limit /],
  ['get_call', { call_id: 999_999 }, /^Call not found: /],
  ['place_call', { to: '+14155550199', agent_id: 1 }, /^The operator has not listed this number/],
  ['place_call', { to: '+1 415 555 0149', agent_id: 1 }, /^The operator has not listed this number/],
  ['set_agent_status', { agent_id: 1, status: 'asleep' }, /^Invalid: \/status /],
];
for (const [name, given, says] of REFUSED)
  test(`${name} with ${JSON.stringify(given)} is refused, and the model is told why`, async () => {
    const client = await connect(writing);
    const answer = await use(client, name, given);
    assert.equal(answer.isError, true);
    assert.match(textOf(answer), says);
    await client.close();
  });

test('a listed number is called, written as people write it', async () => {
  const client = await connect(writing);
  for (const to of ['+1 415-555-0148', '+1 303 555 0002']) {
    const answer = await use(client, 'place_call', { to, agent_id: 1, from: '+1 339-219-5276' });
    assert.equal(answer.isError, undefined, textOf(answer));
  }
  await client.close();
});

test('without a token, or from the page of another site, nothing is answered', async () => {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const headers = { accept: 'application/json, text/event-stream' };
  const none = await reading.send('/mcp', { token: null, body, headers });
  assert.deepEqual([none.status, none.headers.get('www-authenticate')], [401, 'Bearer']);
  const wrong = await reading.send('/mcp', { token: 'wrong-token-0123456789', body, headers });
  assert.equal(wrong.status, 401);
  const other = await reading.send('/mcp', { body, headers: { ...headers, origin: 'https://evil.example' } });
  assert.equal(other.status, 403);
  const own = await reading.send('/mcp', { body, headers: { ...headers, origin: reading.address } });
  assert.equal(own.status, 200, own.text);
  for (const method of ['GET', 'DELETE']) {
    const got = await reading.send('/mcp', { method });
    assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
  }
  const malformed = await reading.send('/mcp', { raw: '{', headers });
  assert.equal(malformed.status, 400);
});

test('the documents are resources, and another workspace sees nothing of this one', async () => {
  const client = await connect(reading);
  const { resources } = await client.listResources();
  assert.deepEqual(
    resources.map(({ uri }) => uri),
    ['patchbay', 'intercom', 'ccaip', 'vcita'].map((name) => `patchbay://openapi/${name}`),
  );
  const { contents } = await client.readResource({ uri: 'patchbay://openapi/intercom' });
  assert.match(String((contents[0] as { text?: string }).text), /"openapi":"3\.1/);
  await client.close();
  const opened = await writing.send('/v1/workspaces', {
    body: { subdomain: 'neighbour', name: 'Neighbour' },
  });
  assert.equal(opened.status, 201, opened.text);
  const stranger = await connect(writing, (opened.json as { token: string }).token);
  assert.deepEqual((await use(stranger, 'search_calls')).structuredContent, { calls: [], next_cursor: null });
  assert.match(textOf(await use(stranger, 'get_call', { call_id: 1 })), /^Call not found/);
  await stranger.close();
});

test('`patchbay mcp` is the same server on standard input and output', async () => {
  const env = { PATCHBAY_SERVER: writing.address, PATCHBAY_TOKEN: TOKEN };
  const input = new PassThrough();
  const running = cli.start(['mcp', '--write'], { env, stream: input });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(linesOf(input, running));
  const names = await namesOf(client);
  assert.ok(names.includes('simulate_call') && !names.includes('place_call'), 'no number was listed');
  const { call } = (await use(client, 'get_call', { call_id: 1 })).structuredContent as { call: { id: number } };
  assert.equal(call.id, 1);
  assert.match(textOf(await use(client, 'get_call', { call_id: 999_999 })), /^Call not found: .+ \(404\)\.$/);
  input.end();
  assert.equal((await running.ended).code, 0);
  const wrong = await cli.run(['mcp', '--number', '911'], { env });
  assert.deepEqual([wrong.code, wrong.err.join('').startsWith('911 is no number')], [2, true]);
});

/** The client's side of standard input and output, as the SDK reads and writes it. */
function linesOf(input: PassThrough, running: ReturnType<typeof cli.start>): Transport {
  const buffer = new ReadBuffer();
  const transport: Transport = {
    async start() {
      running.heard((line) => {
        buffer.append(Buffer.from(`${line}\n`));
        for (let message = buffer.readMessage(); message !== null; message = buffer.readMessage())
          transport.onmessage?.(message);
      });
    },
    async send(message) {
      input.write(serializeMessage(message));
    },
    close: async () => undefined,
  };
  return transport;
}
