import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import type { FromPage } from '#realtime/agent/protocol.ts';
import type { LinkPhase, Socket, Told } from './socket.ts';
import { createSocket, offline } from './socket.ts';

/** The browser's end of a line, which a test opens, speaks through and cuts. */
class FakeLine extends EventTarget {
  static lines: FakeLine[] = [];
  readyState = 0;
  readonly sent: FromPage[] = [];
  constructor() {
    super();
    FakeLine.lines.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as FromPage);
  }
  close(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  say(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
  /** Answers the last question. */
  answer(more: object = { ok: true }): void {
    this.say({ type: 'reply', id: this.sent.at(-1)?.id, ...more });
  }
}

const page = new EventTarget();
const { WebSocket: original } = globalThis;
Object.assign(globalThis, {
  WebSocket: FakeLine,
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});
after(() => Object.assign(globalThis, { WebSocket: original }));

/** Lets promises come to their end; timers stand still meanwhile. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

let phases: LinkPhase[] = [];
let heard: Told[] = [];
let since: number | null = null;
let made: Socket | undefined;
let socket: Socket;

beforeEach(() => {
  made?.close();
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  FakeLine.lines = [];
  [phases, heard, since] = [[], [], null];
  socket = createSocket({
    url: 'ws://localhost/app/socket',
    since: () => since,
    heard: (message) => void heard.push(message),
    phaseChanged: (phase) => void phases.push(phase),
  });
  made = socket;
});
after(() => mock.timers.reset());

const line = (): FakeLine => FakeLine.lines.at(-1) ?? assert.fail('no line');

/** Opens the socket, and greets the server. */
async function opened(): Promise<FakeLine> {
  socket.open();
  line().open();
  line().answer();
  await settled();
  return line();
}

test('it is open once the server has answered the greeting, which says what is known', async () => {
  since = 42;
  assert.deepEqual([FakeLine.lines, await socket.send({ type: 'wrap_up_done' })], [[], offline()]);
  socket.open();
  socket.open();
  assert.deepEqual([FakeLine.lines.length, phases], [1, ['connecting']]);
  line().open();
  assert.deepEqual(line().sent, [{ type: 'hello', since: 42, id: 1 }]);
  assert.deepEqual(phases, ['connecting']);
  line().answer();
  await settled();
  assert.deepEqual(phases, ['connecting', 'open']);
});

test('each question has its own answer, whatever their order', async () => {
  const { sent, say } = await opened().then((each) => ({ sent: each.sent, say: each.say.bind(each) }));
  const [first, second] = [socket.send({ type: 'hold', callId: 7 }), socket.send({ type: 'resume', callId: 7 })];
  const [, { id: one } = { id: 0 }, { id: two } = { id: 0 }] = sent;
  say({ type: 'reply', id: two, ok: false, error: 'unknown', message: 'No.' });
  say({ type: 'reply', id: one, ok: true, data: 5 });
  assert.partialDeepStrictEqual(await first, { ok: true, data: 5 });
  assert.partialDeepStrictEqual(await second, { ok: false, error: 'unknown' });
});

test('a question that is not answered in ten seconds is answered by a refusal, and a late answer by nothing', async () => {
  const { say } = await opened().then((each) => ({ say: each.say.bind(each) }));
  const asked = socket.send({ type: 'hold', callId: 7 });
  mock.timers.tick(10_000);
  assert.partialDeepStrictEqual(await asked, { ok: false, error: 'timeout' });
  say({ type: 'reply', id: 2, ok: true });
});

test('events are passed on, one by one, also those that come in one frame', async () => {
  const each = await opened();
  each.say({ type: 'queue', seq: 1, data: [] });
  each.say([
    { type: 'queue', seq: 2, data: [] },
    { type: 'sound', state: 'lost' },
  ]);
  assert.deepEqual(
    heard.map((message) => ('seq' in message ? message.seq : message.type)),
    [1, 2, 'sound'],
  );
});

test('a line that is cut answers what was asked as offline, and is opened anew after a pause that grows to three seconds', async () => {
  await opened();
  const asked = socket.send({ type: 'hold', callId: 7 });
  line().close();
  assert.deepEqual(await asked, offline());
  assert.deepEqual(phases.at(-1), 'waiting');
  // A quarter more or less of each, by chance.
  for (const pause of [300, 600, 1200, 2400, 3000, 3000]) {
    const { length } = FakeLine.lines;
    mock.timers.tick(pause * 0.74);
    assert.equal(FakeLine.lines.length, length, `not before ${pause} ms less a quarter`);
    mock.timers.tick(pause * 0.52);
    assert.equal(FakeLine.lines.length, length + 1, `after ${pause} ms and a quarter`);
    line().close();
  }
});

test('a line that does not open in six seconds is begun anew', () => {
  socket.open();
  const [first] = FakeLine.lines;
  mock.timers.tick(5_999);
  assert.equal(first?.readyState, 0);
  mock.timers.tick(1);
  assert.equal(first?.readyState, 3);
  mock.timers.tick(400);
  assert.equal(FakeLine.lines.length, 2);
});

test('a line that has been silent for fifteen seconds is tested, and given up when nothing answers', async () => {
  const each = await opened();
  mock.timers.tick(14_000);
  each.say({ type: 'queue', seq: 1, data: [] });
  mock.timers.tick(14_999);
  assert.equal(each.sent.length, 1);
  mock.timers.tick(1);
  assert.deepEqual(each.sent.at(-1)?.type, 'hello');
  mock.timers.tick(10_000);
  await settled();
  assert.equal(each.readyState, 3);
});

/** What ends the line for good. */
const ENDS = [
  ['a word that another page leads', (each: FakeLine) => each.say({ type: 'superseded' }), 'superseded'],
  ['a word that nobody is signed in', (each: FakeLine) => each.say({ type: 'signed_out' }), 'signed_out'],
  ['the close code of a page superseded', (each: FakeLine) => each.close(4001), 'superseded'],
  ['the close code of a session ended', (each: FakeLine) => each.close(4002), 'signed_out'],
] as const;
for (const [name, end, phase] of ENDS)
  test(`after ${name} it is not opened again by itself`, async () => {
    end(await opened());
    line().close();
    mock.timers.tick(60_000);
    assert.deepEqual([phases.at(-1), FakeLine.lines.length], [phase, 1]);
    socket.open();
    assert.equal(FakeLine.lines.length, 2, 'but when it is asked to');
  });

test('a network that comes back is used at once, one that goes is believed', async () => {
  const each = await opened();
  page.dispatchEvent(new Event('offline'));
  assert.equal(each.readyState, 3);
  page.dispatchEvent(new Event('online'));
  assert.equal(FakeLine.lines.length, 2);
});

test('closed it stays closed', async () => {
  const each = await opened();
  socket.close();
  assert.equal(each.readyState, 3);
  page.dispatchEvent(new Event('online'));
  mock.timers.tick(60_000);
  assert.equal(FakeLine.lines.length, 1);
});

test('a greeting that is refused closes the line', async () => {
  socket.open();
  line().open();
  line().answer({ ok: false, error: 'malformed', message: 'No.' });
  await settled();
  assert.equal(line().readyState, 3);
  assert.ok(!phases.includes('open'));
});
