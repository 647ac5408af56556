/** A number that is dialed over one trunk after the other: how each ends -> who is dialed next, and what is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legOutcome } from '#domain/call/failover.ts';
import { callIn } from '../../../../test/support/calls.ts';
import { hunt } from './hunt.ts';
import type { LineListener } from './line.ts';

const NUMBER = '+14155550199';

/** Trunks 1 to 3, of which some may dial no more. */
function open({ isAlone = false, forbidden = [] }: { isAlone?: boolean; forbidden?: readonly string[] } = {}) {
  const dialed: { readonly carrier: string; readonly listener: LineListener; isClosed: boolean }[] = [];
  const told: string[] = [];
  const line = hunt(
    {
      dial(_call, carrier, { number }, listener) {
        assert.equal(number, NUMBER);
        const each = { carrier, listener, isClosed: false };
        dialed.push(each);
        const close = (): void => void (each.isClosed = true);
        return { legId: () => carrier, early: () => ({ legId: carrier }), talk: () => null, close };
      },
      carriersOf: () => ['trunk:1', 'trunk:2', 'trunk:3'],
      judge: async (_call, _number, carriers) => carriers.find((each) => !forbidden.includes(each)) ?? null,
    },
    { call: callIn('connected'), first: 'trunk:1', number: NUMBER, isAlone },
    {
      holder: dialed,
      ringing: () => void told.push('rings'),
      answered: () => void told.push('answered'),
      failed: ({ reason }, status) => void told.push(`${reason} ${status}`),
      left: () => undefined,
      pressed: () => undefined,
      transfer: () => undefined,
    },
  );
  /** The last one ends so; the next has been judged once it resolves. */
  const ends = async (status: number): Promise<void> => {
    dialed.at(-1)?.listener.failed(legOutcome(status), status);
    await new Promise(setImmediate);
  };
  return { line, told, ends, dialed, carriers: () => dialed.map(({ carrier }) => carrier).join(' ') };
}

test('a trunk that fails is followed by the next one, until one answers', async () => {
  const { ends, dialed, told, carriers, line } = open();
  await ends(503);
  dialed[1]?.listener.ringing();
  dialed[1]?.listener.answered();
  assert.deepEqual(
    [carriers(), told, line.legId(), line.early()],
    ['trunk:1 trunk:2', ['rings', 'answered'], 'trunk:2', { legId: 'trunk:2' }],
  );
});

test('a trunk that may not dial it is passed over, and the last failure is told', async () => {
  const { ends, told, carriers } = open({ forbidden: ['trunk:2'] });
  await ends(503);
  await ends(408);
  assert.deepEqual([carriers(), told], ['trunk:1 trunk:3', ['voip_conn_timeout 408']]);
});

test('where no other trunk may dial it, the failure is told at once', async () => {
  const { ends, told, carriers } = open({ forbidden: ['trunk:2', 'trunk:3'] });
  await ends(500);
  assert.deepEqual([carriers(), told], ['trunk:1', ['voip_conn_signal 500']]);
});

test('an answer of the person called is final, and so is any where the trunk was named', async () => {
  for (const [isAlone, status] of [
    [false, 486],
    [true, 503],
  ] as const) {
    const { ends, told, carriers } = open({ isAlone });
    await ends(status);
    assert.deepEqual([carriers(), told.length], ['trunk:1', 1]);
  }
});

test('one that was let go while the next trunk is judged dials no more', async () => {
  const { line, ends, dialed, told } = open();
  const judged = ends(503);
  line.close();
  await judged;
  assert.deepEqual([dialed.length, dialed[0]?.isClosed, told], [1, true, []]);
});
