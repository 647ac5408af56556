/** The whole console in a test: its own router, desk and socket, against a server that the test plays. */
import { act, fireEvent, render, screen } from './dom.ts';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import type { PageCommand, Role, Snapshot } from '#realtime/agent/protocol.ts';
import { listenToKeys } from '#web/console/frame/keyboard.ts';
import { Notices } from '#web/console/parts/notice.tsx';
import { makeRouter } from '#web/console/routes.tsx';
import { FakePeer, installBrowserSound } from './browser-sound.ts';
import type { ConsoleServer } from './server.ts';
import { consoleServer } from './server.ts';
import { snapshotOf } from './views.ts';

listenToKeys();

let open: ConsoleServer | null = null;
// The page is gone by then. Its line is closed for good, so that nothing of it keeps the test from ending.
afterEach(() => open?.cut(4002));

/** Each console is of an agent of their own, since a page keeps one desk for an agent. */
let lastId = 100;

/** A console that is open. */
export type OpenConsole = {
  /** The agent's id. */
  readonly me: number;
  readonly server: ConsoleServer;
  /** Does something, and waits until the page has drawn what came of it. */
  does(run: () => unknown): Promise<void>;
  /** Waits until it holds, within reason; what then does not is for the test to say. */
  until(holds: () => boolean): Promise<void>;
  /** Presses what has the role and the name. */
  press(name: string | RegExp, role?: string): Promise<void>;
  /** Types a key into the page, or into an element. */
  key(key: string, into?: Element, more?: object): Promise<void>;
  /** What was asked since the last look. */
  asked(): readonly PageCommand[];
  /** Where the page is, with its search. */
  place(): string;
  /** Goes to an address of the console, and waits as the opening does. */
  go(to: string): Promise<void>;
};

/** What the test wants to be there. `online`: the microphone is connected. */
export type Opening = {
  readonly at?: string;
  readonly role?: Role;
  readonly online?: boolean;
  readonly world?: (me: number) => Partial<Snapshot>;
  readonly serve?: Readonly<Record<string, unknown>>;
  /** The language that the person has chosen. */
  readonly language?: string | null;
  /** Nobody is signed in. */
  readonly signedOut?: boolean;
  /** They have to add a second factor first. */
  readonly mustAddFactor?: boolean;
};

/** Opens the console at the address, and waits until it is drawn. */
export async function openConsole({
  at = '/desk',
  role = 'agent',
  online = false,
  world = () => ({}),
  serve = {},
  signedOut = false,
  language = null,
  mustAddFactor = false,
}: Opening = {}): Promise<OpenConsole> {
  const me = ++lastId;
  const told = { ...snapshotOf(me), ...world(me) };
  const server = consoleServer(() => {
    // A tab that was online is so again after a reload. The desk of before has let go of it by now.
    if (online) sessionStorage.setItem('patchbay.online', String(me));
    return { ...told, me: { ...told.me, role } };
  });
  const agent = { id: me, name: 'Kim Reed', email: 'kim@example.com' };
  const workspace = { id: 1, name: 'Demo', slug: 'demo' };
  open = server;
  server.serve(
    'GET /app/me',
    signedOut ? { message: 'Sign in.' } : { agent, role, language, workspace, mustAddFactor },
    signedOut ? 401 : 200,
  );
  server.serve('GET /app/today.json', { answered: 0, missed: 0, voicemail: 0, elsewhere: 0 });
  server.serve('GET /app/calls.json', { calls: [], next: null });
  for (const [address, json] of Object.entries(serve)) server.serve(address, json);
  server.reply('sound_offer', { data: { answer: 'the answer' } });
  installBrowserSound();
  history.replaceState(null, '', `/app${at}`);

  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  const router = makeRouter(queries);
  const does = async (run: () => unknown): Promise<void> => {
    await act(async () => {
      await run();
      await settled(server);
    });
  };
  await does(() =>
    render(
      <QueryClientProvider client={queries}>
        <Tooltip.Provider>
          <RouterProvider router={router} />
          <Notices />
        </Tooltip.Provider>
      </QueryClientProvider>,
    ),
  );
  const until = async (holds: () => boolean): Promise<void> => {
    for (let turn = 0; turn < MAX_LOADS && !holds(); turn += 1) await does(() => undefined);
  };
  await until(() => !isLoading());
  const press = async (name: string | RegExp, wanted = 'button'): Promise<void> =>
    does(() => fireEvent.click(screen.getAllByRole(wanted, { name })[0] ?? assert.fail(String(name))));
  const asked = (): readonly PageCommand[] => server.asked.splice(0);
  if (online) {
    assert.equal(FakePeer.made.at(-1)?.connectionState, 'connected');
    asked();
  }
  return {
    me,
    server,
    does,
    press,
    key: async (key, into = document.body, more = {}) => does(() => fireEvent.keyDown(into, { key, ...more })),
    asked,
    until,
    place: () => location.pathname + location.search,
    async go(to) {
      await does(() => router.history.push(`/app${to}`));
      await until(() => !isLoading());
    },
  };
}

/** How often what a page begins with may be waited for. */
const MAX_LOADS = 50;

/** Whether a page shows that something is not there yet. */
function isLoading(): boolean {
  return document.querySelector('[role="status"]:not([id])') !== null;
}

/** Turns without any change after which nothing is under way any more, and the most that are waited. */
const QUIET_TURNS = 6;
const MAX_TURNS = 300;

/** Lets what is under way in promises and in drawing come to its end. */
async function settled(server: ConsoleServer): Promise<void> {
  let changes = 0;
  const watch = new MutationObserver(() => {
    changes += 1;
  });
  watch.observe(document, { subtree: true, childList: true, characterData: true });
  let [quiet, before] = [0, ''];
  for (let turn = 0; turn < MAX_TURNS && quiet < QUIET_TURNS; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const now = `${changes} ${server.fetched.length} ${server.asked.length}`;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
  watch.disconnect();
}
