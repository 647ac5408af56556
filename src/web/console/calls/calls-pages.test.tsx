import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import {
  agentView,
  AT,
  callDetail,
  callRow,
  later,
  queueView,
  recordingView,
  ringing,
  snapshotOf,
  talking,
} from '../../../../test/support/console/views.ts';

const TURNS = [
  { speaker: 'agent', name: 'Ada', text: 'Hello.', startSeconds: 0, endSeconds: 5 },
  { speaker: 'user', name: null, text: 'I want a refund.', startSeconds: 6, endSeconds: 9, unsure: [3] },
  { speaker: 'agent', name: null, text: 'Of course.', startSeconds: 50, endSeconds: 52 },
] as const;
const slider = () => screen.getByRole('slider');
const at = () => slider().getAttribute('aria-valuenow');

test('calls are listed with what they came to, filtered by the address, page after page', async () => {
  const page = await openConsole({
    at: '/calls',
    role: 'supervisor',
    world: (me) => ({ agents: [...snapshotOf(me).agents, agentView(3, { name: 'Ada' })], calls: [talking(11, [3])] }),
    serve: {
      'GET /app/calls.json': {
        calls: [callRow(9), callRow(8, { state: 'failed', agentName: null, talkSeconds: null })],
        next: 'n',
      },
    },
  });
  const rows = () => within(screen.getByRole('table')).getAllByRole('row').slice(1);
  assert.deepEqual(
    rows().map((row) => row.querySelector('a')?.getAttribute('href')),
    ['/app/calls/9', '/app/calls/8'],
  );
  assert.match(rows()[0]?.textContent ?? '', /Robin Vale.*Finished.*Agent 3.*0:10.*1:00/);
  assert.match(rows()[1]?.textContent ?? '', /Missed/);
  assert.ok(screen.getByRole('button', { name: 'Show 1 new' }), 'a call newer than the list');

  await page.key('j');
  await page.key('j');
  await page.key('k');
  assert.equal(document.activeElement?.getAttribute('href'), '/app/calls/9');

  page.server.serve('GET /app/calls.json', { calls: [callRow(7)], next: null });
  await page.press('Show more');
  assert.equal(rows().length, 3);
  assert.ok(page.server.fetched.at(-1)?.includes('after=n'));
  assert.equal(screen.queryByRole('button', { name: 'Show more' }), null);

  page.server.serve('GET /app/calls.json', { calls: [], next: null });
  await page.press('Missed');
  await page.does(() => fireEvent.change(screen.getByLabelText('Direction'), { target: { value: 'outbound' } }));
  await page.does(() => fireEvent.change(screen.getByLabelText('Agent'), { target: { value: '3' } }));
  assert.equal(page.place(), '/app/calls?show=missed&direction=outbound&agent=3');
  assert.ok(screen.getByText('No calls match'));
  await page.press('Clear');
  assert.equal(page.place(), '/app/calls');
  assert.ok(screen.getByText('No calls yet'));
});

test('a list that cannot be had says why, and is asked for again', async () => {
  const page = await openConsole({ at: '/calls' });
  page.server.serve('GET /app/calls.json', { message: 'It broke.' }, 500);
  await page.press('Missed');
  assert.ok(screen.getByText('It broke.'));
  page.server.serve('GET /app/calls.json', { calls: [callRow(9)], next: null });
  await page.press('Try again');
  assert.ok(screen.getByRole('table'));
});

test('the page of a call plays its recording: by keys, by its words, and faster', async () => {
  const recording = recordingView({ gaps: [{ from: 10, to: 20 }] });
  const detail = callDetail(7, {
    recording,
    transcript: { status: 'done', engine: 'embedded', turns: TURNS },
    call: { rating: 4, summary: 'A refund.' },
  });
  const page = await openConsole({ at: '/calls/7', serve: { 'GET /app/calls/7.json': detail } });
  assert.match(document.querySelector('main')?.textContent ?? '', /4 of 5.*A refund\./);
  assert.ok(screen.getByText(/Transcribed by a machine \(this server’s engine\)/));
  assert.equal(screen.getByTitle('Possibly misheard').textContent, 'refund.');
  const keys = [
    ['ArrowRight', '5'],
    ['PageUp', '35'],
    ['ArrowLeft', '30'],
    ['PageDown', '0'],
    ['End', '60'],
    ['ArrowUp', '60'],
    ['Home', '0'],
    ['x', '0'],
  ] as const;
  for (const [key, seconds] of keys) {
    await page.key(key, slider());
    assert.equal(at(), seconds, key);
  }
  await page.does(() => fireEvent.click(screen.getByRole('button', { name: /I want a refund/ })));
  assert.equal(at(), '6');
  assert.match(slider().getAttribute('aria-valuetext') ?? '', /6 seconds of 1 minute, Caller speaks/);
  assert.match(document.querySelector('li[aria-current]')?.textContent ?? '', /refund/);
  assert.deepEqual(
    within(screen.getByRole('list', { name: 'Lines' }))
      .getAllByRole('listitem')
      .map((line) => /^(Ada|Caller|Agent)/.exec(line.textContent ?? '')?.[0]),
    ['Ada', 'Caller', 'Agent'],
    'agents are named where it is known who spoke',
  );
  await page.press('Forward 10 seconds');
  assert.equal(at(), '16');
  await page.does(() => fireEvent.change(screen.getByLabelText('Speed'), { target: { value: '1.5' } }));
  assert.equal(document.querySelector('audio[src]')?.getAttribute('src'), '/recordings/7.wav?signed');
  assert.equal(document.querySelector<HTMLAudioElement>('audio[src]')?.playbackRate, 1.5);
});

/** What there is of a recording -> what is said instead of playing it. */
const UNPLAYABLE = [
  [null, 'No recording'],
  [recordingView({ status: 'pending', url: null }), 'The recording is not ready yet'],
  [recordingView({ status: 'failed', url: null }), 'Recording failed'],
  [recordingView({ status: 'deleted', url: null }), 'Recording deleted'],
  [recordingView({ url: null }), 'Couldn’t play the recording'],
] as const;
for (const [recording, said] of UNPLAYABLE)
  test(`a recording that is ${recording?.status ?? 'none'} cannot be played: ${said}`, async () => {
    const transcript = { status: 'in_progress', engine: null, turns: [] };
    await openConsole({ at: '/calls/7', serve: { 'GET /app/calls/7.json': callDetail(7, { recording, transcript }) } });
    assert.ok(screen.getByText(said));
    assert.ok(screen.getByText('Transcribing…'));
    assert.equal(screen.queryByRole('slider'), null);
  });

test('the timeline tells who took part and what happened, and the APIs tell the call in their own words', async () => {
  const detail = callDetail(7, {
    participants: [
      { kind: 'end_user', status: 'finished', name: null, connectedAt: later(12), endedAt: later(72) },
      { kind: 'agent', status: 'failed', name: 'Ada', connectedAt: null, endedAt: null },
    ],
    events: [
      { seq: 1, type: 'menu_selected', at: AT, data: { menuId: 50 } },
      { seq: 2, type: 'held', at: later(65), data: {} },
    ],
    views: { intercom: { title: 'Intercom', request: 'GET /calls/7', status: 200, text: '{ "id": 7 }' } },
  });
  const page = await openConsole({ at: '/calls/7?tab=timeline', serve: { 'GET /app/calls/7.json': detail } });
  const took = screen.getByRole('region', { name: 'Participants' }).textContent;
  assert.match(took, /Caller.*for 1:00.*Ada.*no answer/);
  const events = within(screen.getByRole('region', { name: 'Events' })).getAllByRole('listitem');
  assert.match(events[1]?.textContent ?? '', /Put on hold\+1:05/);
  await page.press('API views', 'tab');
  assert.equal(page.place(), '/app/calls/7?tab=apis');
  assert.equal(screen.getByLabelText('Answer to GET /calls/7').textContent, '{ "id": 7 }');
});

const MESSAGE = {
  at: AT,
  direction: 'received',
  transport: 'UDP',
  remote: '192.0.2.1:5060',
  method: 'INVITE',
  status: null,
  summary: 'INVITE sip:us SIP/2.0',
  text: 'Call-ID: one',
  isCut: false,
} as const;
const SOUND = {
  end: 'far_end',
  name: null,
  from: AT,
  until: later(60),
  heardIn: 'pcmu',
  saidIn: 'pcmu',
  lossPercent: 0.2,
  jitterMs: 4,
  roundTripMs: 31,
  mos: 4.2,
} as const;

test('how a call was connected: what each end sounded like, and the messages of its telephones', async () => {
  const trace = {
    legs: [
      {
        end: 'far_end',
        trunkName: 'Main',
        omitted: 2,
        messages: [
          MESSAGE,
          { ...MESSAGE, direction: 'sent', status: 180, summary: 'SIP/2.0 180 Ringing', at: later(1) },
          { ...MESSAGE, direction: 'sent', status: 200, summary: 'SIP/2.0 200 OK', method: 'BYE', at: later(9) },
        ],
      },
    ],
    sound: [SOUND, { ...SOUND, end: 'agent', name: 'Ada', saidIn: 'opus', mos: null, lossPercent: null }],
  };
  const serve = { 'GET /app/calls/7.json': callDetail(7), 'GET /app/calls/7/sip.json': trace };
  await openConsole({ at: '/calls/7?tab=connection', role: 'supervisor', serve });
  const ends = within(screen.getByRole('list', { name: 'Parties' })).getAllByRole('listitem');
  assert.match(ends[0]?.textContent ?? '', /Caller.*1:00.*Good.*G\.711 µ-law.*0\.2%.*4 ms.*31 ms.*4\.2/);
  assert.match(ends[1]?.textContent ?? '', /Ada.*No audio.*G\.711 µ-law, Opus.*–/);
  const ladder = within(screen.getByRole('region', { name: 'SIP: Caller, over Main' }));
  assert.ok(ladder.getByText('2 earlier messages were not kept.'));
  assert.deepEqual(
    ladder.getAllByRole('listitem').map((row) => row.querySelector('summary')?.textContent),
    [
      '0.000After 0.000 seconds, received: INVITE',
      '1.000After 1.000 seconds, sent: 180 Ringing',
      '9.000After 9.000 seconds, sent: 200 OK (BYE)',
    ],
  );
  assert.ok(ladder.getAllByText(/From 192\.0\.2\.1:5060 over UDP/).length > 0);
});

test('a call without telephones and sound says so, one that cannot be read is asked for again', async () => {
  const serve = { 'GET /app/calls/7.json': callDetail(7), 'GET /app/calls/7/sip.json': { legs: [], sound: [] } };
  await openConsole({ at: '/calls/7?tab=connection', role: 'admin', serve });
  assert.ok(screen.getByText('No measurements'));
});

test('a connection that cannot be had says why, and is asked for again', async () => {
  const page = await openConsole({ at: '/calls/7', role: 'admin', serve: { 'GET /app/calls/7.json': callDetail(7) } });
  page.server.serve('GET /app/calls/7/sip.json', { message: 'It broke.' }, 500);
  await page.press('Connection', 'tab');
  assert.ok(screen.getByText('It broke.'));
  page.server.serve('GET /app/calls/7/sip.json', { legs: [], sound: [SOUND] });
  await page.press('Try again');
  assert.ok(screen.getByText('No telephone in this call'));
});

for (const role of ['agent', 'developer'] as const)
  test(`${role}s have no such tab, and an address of it asks for nothing`, async () => {
    const serve = { 'GET /app/calls/7.json': callDetail(7) };
    const page = await openConsole({ at: '/calls/7?tab=connection', role, serve });
    assert.equal(screen.queryByRole('tab', { name: 'Connection' }), null);
    assert.ok(!page.server.fetched.includes('GET /app/calls/7/sip.json'));
  });

test('the wallboard shows queues with those waiting first, agents at work first, and calls by age', async () => {
  const page = await openConsole({
    at: '/live',
    role: 'supervisor',
    world: (me) => ({
      agents: [
        ...snapshotOf(me).agents,
        agentView(3, { name: 'Ada', isOnline: false, isFree: false }),
        agentView(4, { name: 'Bo', isFree: false }),
      ],
      queues: [
        queueView(50, { path: 'Sales', available: 2 }),
        queueView(51, { path: 'Help', waiting: 2, waitingSince: AT, available: 0 }),
        queueView(52, { path: 'Night', condition: 'after_hours' }),
      ],
      calls: [talking(8, [4], { createdAt: later(5) }), ringing(7, [4])],
    }),
    serve: { 'GET /app/today.json': { answered: 6, missed: 2, voicemail: 0, elsewhere: 0 } },
  });
  const rows = within(screen.getByRole('region', { name: 'Queues' }))
    .getAllByRole('row')
    .slice(1);
  assert.deepEqual(
    rows.map((row) => row.querySelector('th')?.textContent),
    ['Help', 'NightAfter hours', 'Sales'],
  );
  assert.match(rows[2]?.textContent ?? '', /2no wait$/);
  const names = within(screen.getByRole('region', { name: 'Agents' })).getAllByRole('listitem');
  assert.deepEqual(
    names.map((each) => /Bo|Kim Reed|Ada/.exec(each.textContent)?.[0]),
    ['Bo', 'Kim Reed', 'Ada'],
  );
  const calls = within(screen.getByRole('region', { name: 'Calls in progress' })).getAllByRole('link');
  assert.deepEqual(
    calls.map((each) => each.getAttribute('href')),
    ['/app/calls/7', '/app/calls/8'],
  );
  await page.until(() => screen.queryByText(/Missed today \(/) !== null);
  const tiles = [...document.querySelectorAll('dl > div')].map((tile) => tile.textContent);
  assert.ok(
    tiles.includes('Missed today (25%)2') && tiles.includes('Waiting2') && tiles.includes('In call1'),
    tiles.join(),
  );
  await page.does(() => page.server.tell({ type: 'queue', data: [] }));
  assert.ok(screen.getByText('There are no queues'));
});
