/** Links by which people come in: the secret is in the address, and its hash is what is stored. */
import type { LinkDraft, LinkKind } from '#domain/identity/people.ts';
import { LINK_HOURS } from '#domain/identity/people.ts';
import { newSessionToken } from '#http/sessions.ts';

/** A link that no one has seen yet. */
export type SignInLink = { readonly url: string; readonly draft: LinkDraft };

/** Makes one; `publicUrl` is where people reach this server. */
export function newSignInLink(publicUrl: string, kind: LinkKind, now: Date): SignInLink {
  const { token, hash } = newSessionToken();
  const expiresAt = new Date(now.getTime() + LINK_HOURS[kind] * 3_600_000);
  return { url: `${publicUrl}/join/${token}`, draft: { hash, createdAt: now, expiresAt } };
}

/** Renews the link of someone who is there, by the store's `renew`; null where they are not, or are locked. */
export async function renewedLink(
  publicUrl: string,
  now: Date,
  renew: (linkFor: (kind: LinkKind) => LinkDraft) => Promise<LinkDraft | null>,
): Promise<SignInLink | null> {
  let url = '';
  const draft = await renew((kind) => {
    const link = newSignInLink(publicUrl, kind, now);
    ({ url } = link);
    return link.draft;
  });
  return draft === null ? null : { url, draft };
}
