/** Which kinds of tokens an operation is open to, as its surface says. */
import { HttpFault } from './fault.ts';
import type { Principal, Route, Surface, TokenKind } from './surface.ts';

/** The kinds that the operation is open to. An operation without any is a fault of ours: the server does not start. */
export function kindsOf({ name, rights }: Surface, { operationId }: Route): readonly TokenKind[] {
  const kinds = rights[operationId];
  if (kinds === undefined) throw new Error(`No kind of token is allowed ${operationId} of ${name}.`);
  return kinds;
}

/** Throws `forbidden` unless the token is of one of the kinds. */
export function onlyFor(kinds: readonly TokenKind[], principal: Principal | undefined): void {
  if (principal === undefined || !kinds.includes(principal.kind)) throw new HttpFault('forbidden');
}
