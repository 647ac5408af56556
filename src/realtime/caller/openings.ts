/**
 * Attempts to call whose connection does not stand yet. Until ICE and DTLS are through there is no call: nothing is
 * stored, no one is rung, no one waits for it. An attempt that comes to nothing is told so and leaves nothing behind
 * but a line in the log.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type { Opening, Page } from './page.ts';
import { refuse, say } from './page.ts';
import type { CallerError } from './protocol.ts';
import type { CallerSound, SoundState } from './sound.ts';

/**
 * How long a browser may take to connect. Milliseconds; checks are sent every 50 ms, a handshake repeats itself after a
 * second.
 */
const CONNECTING_MS = 8_000;
/**
 * Attempts of a workspace at once. One more ends the oldest, which by then has had more time than a browser needs: so
 * those that never connect keep no real caller out.
 */
const MAX_OPENING = 60;

export type OpeningParts = {
  readonly clock: Clock;
  readonly sound: CallerSound;
  newUid(): string;
  /** The connection stands: makes the call. */
  enter(page: Page, opening: Opening): Promise<void>;
  /** An attempt came to nothing. `reason`: in the words of a call's `fail_reason`. */
  turnedAway(workspaceId: number, reason: 'voip_conn_timeout' | 'voip_conn_general'): void;
  failed(error: unknown): void;
};

/** Mutable. */
export type Openings = {
  begin(page: Page, asked: Opening['asked']): Promise<void>;
  /** Attempts under way from the address. */
  countOf(address: string): number;
  /** The page hung up or went away. False when the call is being stored already, or there is no attempt. */
  drop(page: Page): boolean;
};

/** Makes the keeper of one process. */
export function createOpenings(parts: OpeningParts): Openings {
  const { clock, sound, failed } = parts;
  /** Uid -> page, the oldest first. */
  const pages = new Map<string, Page>();

  const end = (page: Page): void => {
    const { opening } = page;
    if (opening === null) return;
    opening.cancel();
    pages.delete(opening.uid);
    page.opening = null;
    page.wishes = [];
  };

  const giveUp = (page: Page, error: CallerError): void => {
    const uid = page.opening?.uid;
    end(page);
    refuse(page, error);
    if (uid !== undefined) sound.closeCaller(uid).catch(failed);
  };

  const fail = (page: Page, error: 'no_connection' | 'sound_refused' | 'busy'): void => {
    parts.turnedAway(page.workspaceId, error === 'sound_refused' ? 'voip_conn_general' : 'voip_conn_timeout');
    giveUp(page, error);
  };

  /** The connection stands. */
  const connected = (page: Page, opening: Opening): void => {
    if (opening.isEntering) return;
    opening.isEntering = true;
    opening.cancel();
    say(page, { type: 'sound', state: 'connected' });
    parts.enter(page, opening).then(
      () => end(page),
      (error: unknown) => {
        failed(error);
        giveUp(page, 'internal');
      },
    );
  };

  const makeRoom = (workspaceId: number): void => {
    const waiting = [...pages.values()].filter((each) => each.workspaceId === workspaceId && !isEntering(each));
    const [oldest] = waiting;
    if (oldest !== undefined && waiting.length >= MAX_OPENING) fail(oldest, 'busy');
  };

  sound.onCallerSound((uid, state: SoundState) => {
    const page = pages.get(uid);
    const opening = page?.opening ?? null;
    if (page === undefined || opening === null) return;
    if (state === 'connected') connected(page, opening);
    else if (state === 'lost' && !opening.isEntering) fail(page, 'no_connection');
  });

  return {
    async begin(page, asked) {
      makeRoom(page.workspaceId);
      const uid = parts.newUid();
      const cancel = clock.after(CONNECTING_MS, async () => fail(page, 'no_connection'));
      const opening: Opening = { uid, asked, isEntering: false, cancel };
      page.opening = opening;
      pages.set(uid, page);
      try {
        const answered = await sound.offerCaller(uid, asked.sdp, page.asker);
        if (page.opening !== opening) await sound.closeCaller(uid);
        else if (answered.ok) say(page, { type: 'answer', sdp: answered.answer });
        else fail(page, 'sound_refused');
      } catch (error) {
        failed(error);
        if (page.opening === opening) giveUp(page, 'internal');
      }
    },
    countOf: (address) => pages.values().reduce((sum, each) => sum + +(each.address === address), 0),
    drop(page) {
      const { opening } = page;
      if (opening === null || opening.isEntering) return false;
      end(page);
      sound.closeCaller(opening.uid).catch(failed);
      return true;
    },
  };
}

function isEntering({ opening }: Page): boolean {
  return opening?.isEntering === true;
}
