/** Credentials for the trunks that ask for them, with the challenges that each has put before. */
import { writeUri } from '#sip/address/uri.ts';
import { challengesOf } from '#sip/digest/challenge.ts';
import type { DigestMemory, DigestUser } from '#sip/digest/digest-client.ts';
import { credentialsFor, isReused, mayAnswer, remember } from '#sip/digest/digest-client.ts';
import type { Header, SipRequest, SipResponse } from '#sip/message/message.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';
import { digestHash, newWord } from './randomness.ts';
import type { SipTrunk } from './sip-trunk.ts';

/** The challenges of all trunks. */
export type Credentials = {
  /**
   * The fields that a request to the trunk may carry without being asked again; none before the first challenge, and
   * for ACK and CANCEL, which no one challenges.
   */
  fieldsFor(trunk: SipTrunk, request: WritableRequest): readonly Header[];
  /**
   * Whether a response asks for what we can give and have not given yet: its challenges are remembered then. A 403 to a
   * nonce that had served before is asked once more without one.
   */
  mayTryAgain(trunk: SipTrunk, sent: SipRequest, response: SipResponse): boolean;
  /** Forgets the trunks that are not among these. */
  keep(trunkIds: ReadonlySet<number>): void;
};

/** The names of the fields that hold credentials. */
export const CREDENTIAL_FIELDS: readonly string[] = ['Authorization', 'Proxy-Authorization'];

/** Without a challenge yet. */
export function createCredentials(): Credentials {
  const memories = new Map<number, DigestMemory>();
  return {
    fieldsFor(trunk, { method, uri, body }) {
      const memory = memories.get(trunk.id);
      const who = userOf(trunk);
      if (memory === undefined || who === null || method === 'ACK' || method === 'CANCEL') return [];
      const made = credentialsFor(memory, { method, uri: writeUri(uri), body }, who);
      memories.set(trunk.id, made.memory);
      return made.headers;
    },
    mayTryAgain(trunk, sent, response) {
      if (userOf(trunk) === null) return false;
      const memory = memories.get(trunk.id) ?? [];
      if (response.status === 403 && isReused(sent, memory)) return memories.delete(trunk.id);
      const challenges = challengesOf(response);
      if (!mayAnswer(sent, challenges, memory)) return false;
      memories.set(trunk.id, remember(memory, challenges));
      return true;
    },
    keep(trunkIds) {
      for (const id of memories.keys()) if (!trunkIds.has(id)) memories.delete(id);
    },
  };
}

/** The credentials of an INVITE, which its ACK has too (RFC 3261 section 13.2.2.4). */
export function credentialsIn({ headers }: SipRequest): readonly Header[] {
  return headers.filter(({ name }) => CREDENTIAL_FIELDS.includes(name));
}

function userOf({ username, password }: SipTrunk): DigestUser | null {
  if (username === null || password === null) return null;
  return { user: username, password, hash: digestHash, cnonce: newWord };
}
