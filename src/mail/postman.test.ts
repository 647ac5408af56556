import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownBackground } from '#background/background.ts';
import type { DueMail, MailAccount, MailOutcome } from '#domain/ports/mail.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createPostman, RETRY_SECONDS } from './postman.ts';
import type { SmtpOutcome } from './smtp.ts';

ownBackground((name, error) => assert.fail(`${name}: ${String(error)}`));

const START = new Date('2026-11-28T09:00:00.000Z');
const LATER = new Date('2026-12-28T09:00:00.000Z');
const LETTER = { subject: 'a', text: 'b', html: 'c' };
const ACCOUNT: MailAccount = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  username: null,
  password: null,
  sender: 'calls@example.com',
  workspaceName: 'Nord',
};
const REFUSED: SmtpOutcome = { isSent: false, fault: 'recipient_refused', isFinal: true, answer: '550 no' };
const BUSY: SmtpOutcome = { isSent: false, fault: 'timeout', isFinal: false, answer: 'late' };
const SENT: SmtpOutcome = { isSent: true, answer: '250 ok' };

type Kept = DueMail & { readonly workspaceId: number; dueAt: Date; isOver: boolean; attempts: number };

/** A postman of one's own, over a book in memory. */
function world(answers: readonly SmtpOutcome[], account: MailAccount | 'none' | 'key_lost' = ACCOUNT) {
  const clock = createManualClock(START, async () => new Promise(setImmediate));
  const book: Kept[] = [];
  const sent: { readonly id: number; readonly at: string }[] = [];
  const outcomes: MailOutcome[] = [];
  const faults: string[] = [];
  let isAway = false;
  const left = [...answers];
  const postman = createPostman({
    clock,
    failed: (what) => void faults.push(what),
    smtp: async (_account, recipient) => {
      sent.push({ id: Number(recipient), at: clock.now().toISOString().slice(11, 19) });
      return left.shift() ?? SENT;
    },
    store: {
      account: async () => account,
      waiting: async () => [...new Set(book.filter((each) => !each.isOver).map((each) => each.workspaceId))],
      due: async (workspaceId, now) => {
        if (isAway) throw new Error('The database is away.');
        const open = book.filter((each) => each.workspaceId === workspaceId && !each.isOver);
        const [first] = open.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id - b.id);
        return { mail: first !== undefined && first.dueAt <= now ? first : null, nextAt: first?.dueAt ?? null };
      },
      record: async (outcome) => {
        outcomes.push(outcome);
        const mail = book.find(({ id }) => id === outcome.id);
        if (mail === undefined) return;
        mail.attempts += 1;
        if (outcome.dueAt === null) mail.isOver = true;
        else mail.dueAt = outcome.dueAt;
      },
    },
  });
  const put = (id: number, more: Partial<Kept> = {}): void =>
    void book.push({
      id,
      workspaceId: 1,
      recipient: String(id),
      letter: LETTER,
      attempts: 0,
      expiresAt: LATER,
      dueAt: START,
      isOver: false,
      ...more,
    });
  const away = (is: boolean): void => {
    isAway = is;
  };
  return { clock, postman, put, sent, outcomes, faults, away };
}

test('what waits at the start is sent, one after the other, and what comes later too', async () => {
  const { postman, put, sent, outcomes, clock } = world([]);
  put(1);
  put(2);
  await postman.start();
  await clock.advance(0);
  put(3);
  postman.wake(1);
  await clock.advance(0);
  assert.deepEqual(
    sent.map(({ id }) => id),
    [1, 2, 3],
  );
  assert.ok(outcomes.every(({ isSent, dueAt, answer }) => isSent && dueAt === null && answer === '250 ok'));
});

test('what is not taken is tried again at longer and longer intervals, then given up', async () => {
  const { postman, put, sent, outcomes, clock } = world(Array.from({ length: 9 }, () => BUSY));
  put(1);
  await postman.start();
  await clock.advance(4 * 3_600_000);
  assert.deepEqual(
    sent.map(({ at }) => at),
    ['09:00:00', '09:00:30', '09:02:30', '09:12:30', '09:42:30', '11:42:30'],
  );
  assert.equal(sent.length, RETRY_SECONDS.length + 1);
  assert.deepEqual([outcomes.at(-1)?.isSent, outcomes.at(-1)?.dueAt, outcomes.at(-1)?.answer], [false, null, 'late']);
});

test('a final no is not asked again, and a mail after it leaves', async () => {
  const { postman, put, sent, outcomes, clock } = world([REFUSED]);
  put(1);
  put(2);
  await postman.start();
  await clock.advance(3_600_000);
  assert.equal(sent.length, 2);
  assert.deepEqual(
    outcomes.map(({ isSent, dueAt }) => [isSent, dueAt]),
    [
      [false, null],
      [true, null],
    ],
  );
});

test('a mail whose link has expired, or would have at the next attempt, is given up', async () => {
  const soon = new Date(START.getTime() + 60_000);
  const { postman, put, sent, outcomes, clock } = world([BUSY, BUSY]);
  put(1, { expiresAt: START });
  put(2, { expiresAt: soon });
  await postman.start();
  await clock.advance(3_600_000);
  assert.equal(sent.length, 2, 'at once, and after half a minute');
  assert.match(outcomes[0]?.answer ?? '', /expired/);
  assert.equal(outcomes.at(-1)?.dueAt, null);
});

for (const [account, says] of [
  ['none', /no mail server/],
  ['key_lost', /key that this server does not have/],
] as const)
  test(`without an account (${account}) nothing is sent, and it is said why`, async () => {
    const { postman, put, sent, outcomes, clock } = world([], account);
    put(1);
    put(2, { letter: null });
    await postman.start();
    await clock.advance(0);
    assert.equal(sent.length, 0);
    assert.match(outcomes[0]?.answer ?? '', says);
    assert.equal(outcomes[0]?.dueAt === null, account === 'none', 'a lost key may come back');
    assert.match(outcomes[1]?.answer ?? '', /key/);
  });

test('a database that is away is asked again, and nothing is lost; after the stop nothing leaves', async () => {
  const { postman, put, sent, faults, away, clock } = world([]);
  put(1);
  away(true);
  await postman.start();
  await clock.advance(0);
  assert.deepEqual(faults, ['mail.send']);
  away(false);
  await clock.advance(5_000);
  assert.equal(sent.length, 1);
  await postman.stop();
  put(2);
  postman.wake(1);
  await clock.advance(3_600_000);
  assert.equal(sent.length, 1);
});

test('the mail of one workspace does not wait for another one’s', async () => {
  const { postman, put, sent, clock } = world([BUSY]);
  put(1, { workspaceId: 1 });
  put(2, { workspaceId: 2 });
  await postman.start();
  await clock.advance(0);
  assert.deepEqual(new Set(sent.map(({ id }) => id)), new Set([1, 2]));
});
