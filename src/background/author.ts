/**
 * Who changes something, for the audit log: kept along awaits from the door where they came in to the statement that
 * changes it, so that no function between has to hand it on, and none can forget to.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Who, and through which door. Ids are null where no one of the workspace is known; `address`: their network address.
 */
export type Author = {
  readonly door: 'page' | 'token' | 'shell' | 'link' | 'setting';
  readonly workspaceId: number | null;
  readonly agentId: number | null;
  readonly tokenId: number | null;
  readonly address: string | null;
  /**
   * Whether the audit log is to say what changes. Work that changes nothing an administrator decides saves PostgreSQL
   * the telling.
   */
  readonly isRecorded: boolean;
};

/** A request at a page, before it is known who is signed in there. */
type Visit = Pick<Author, 'address' | 'isRecorded'>;

const storage = new AsyncLocalStorage<{ author: Author | null; readonly visit: Visit | null }>();

/** Runs the work in the author's name. */
export function authored<Result>(author: Author, work: () => Result): Result {
  return storage.run({ author, visit: null }, work);
}

/** Runs the work of a request at a page; who is signed in there is found out on the way. */
export function visited<Result>(visit: Visit, work: () => Result): Result {
  return storage.run({ author: null, visit }, work);
}

/** Says who is signed in at the page that the request around comes from; elsewhere it is heard by no one. */
export function foundVisitor(workspaceId: number, agentId: number): void {
  const held = storage.getStore();
  if (held?.visit != null) held.author = { door: 'page', workspaceId, agentId, tokenId: null, ...held.visit };
}

/** In whose name the current work is done; null where it is the server's own. */
export function currentAuthor(): Author | null {
  return storage.getStore()?.author ?? null;
}
