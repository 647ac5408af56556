/** The line of a caller's page in a test: sockets and sound that the test plays, and what the page is told. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { CallerView, FromPage, FromServer } from '#realtime/caller/protocol.ts';
import type { Line } from '#web/caller/line.ts';
import { createLine } from '#web/caller/line.ts';
import type { Sound } from '#web/caller/sound.ts';

/** What a page comes back with. */
export const KEPT = { callId: 7, secret: 's' };
/** The call, with as much of what is shown as a line looks at. */
export const shown = (change: Partial<CallerView> = {}): FromServer => ({
  type: 'call',
  data: { ...KEPT, stage: 'talking', ...change } as CallerView,
});
/** Lets what is under way come to its end; timers stand still. */
export const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** A page's line, with the sockets that it opens and what it tells the page. */
export function openLine(t: TestContext) {
  const sockets: FakeSocket[] = [];
  class FakeSocket extends EventTarget {
    static readonly OPEN = 1;
    readyState = 0;
    readonly said: FromPage[] = [];
    constructor() {
      super();
      sockets.push(this);
    }
    send(text: string): void {
      this.said.push(JSON.parse(text) as FromPage); // The line is ours.
    }
    close(): void {
      this.readyState = 3;
    }
    async opens(): Promise<void> {
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
      await settled();
    }
    async hears(message: FromServer): Promise<void> {
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
      await settled();
    }
    async cut(code = 1006): Promise<void> {
      this.readyState = 3;
      this.dispatchEvent(Object.assign(new Event('close'), { code }));
      await settled();
    }
  }
  const hearing = { isConnected: false, hasAddresses: true, offers: 0 };
  const sound: Sound = {
    offer: async () => `offer ${++hearing.offers}`,
    async answer() {
      hearing.isConnected = true;
    },
    isConnected: () => hearing.isConnected,
    hasAddresses: () => hearing.hasAddresses,
    mute: () => undefined,
    talkIn: (codec) => void told.push(`talks in ${codec}`),
    press: () => undefined,
    play: () => undefined,
    close: () => undefined,
  };
  const told: string[] = [];
  const { WebSocket } = globalThis;
  const page = new EventTarget();
  const { addEventListener, removeEventListener } = globalThis;
  Object.assign(globalThis, {
    WebSocket: FakeSocket,
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  });
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const line: Line = createLine('ws://localhost/w/demo/socket', sound, {
    onView: ({ stage }) => void told.push(stage),
    onFailure: (why, after) => void told.push(after === null ? `failed: ${why}` : `failed: ${why}, again in ${after}`),
    onCut: () => void told.push('cut'),
    onOffline: () => void told.push('offline'),
    onSound: (isInterrupted) => void told.push(isInterrupted ? 'interrupted' : 'heard'),
    onUnheard: (isUnheard) => void told.push(isUnheard ? 'unheard' : 'sounding'),
    onNumber: ({ national }) => void told.push(national),
  });
  t.after(() => {
    line.close();
    Object.assign(globalThis, { WebSocket, addEventListener, removeEventListener });
  });
  const pass = async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    await settled();
  };
  return {
    line,
    told,
    hearing,
    sockets,
    page,
    pass,
    last: () => sockets.at(-1) ?? assert.fail('no socket was opened'),
    said: () => sockets.at(-1)?.said ?? [],
  };
}

/** The line, as a test has it. */
export type OpenLine = ReturnType<typeof openLine>;

/** A call that is there. */
export async function lineInCall(t: TestContext) {
  const call = openLine(t);
  const opening = call.line.open('en', 'Robin');
  await call.last().opens();
  await call.last().hears({ type: 'answer', sdp: 'answer' });
  await call.last().hears(shown());
  await opening;
  call.told.length = 0;
  return call;
}
/** The server takes the page back. */
export async function takenBack({ last }: OpenLine): Promise<void> {
  await last().opens();
  await last().hears(shown());
}
