/**
 * Links by which people come in: the secret is in the address, and its hash is what is stored. Where the workspace has
 * a mail server, the link is mailed as well.
 */
import type { Administered } from '#domain/directory/administration.ts';
import type {
  Arrival,
  Arrived,
  Invitation,
  LinkDraft,
  LinkKind,
  PeopleStore,
  Person,
} from '#domain/identity/people.ts';
import { LINK_HOURS } from '#domain/identity/people.ts';
import type { MailDesk } from '#domain/ports/mail.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { newSessionToken } from '#http/sessions.ts';

/** A link that no one has seen yet. */
export type SignInLink = { readonly url: string; readonly draft: LinkDraft };

/** A link, and whether it is on its way to the person by mail. */
export type HandedLink = SignInLink & { readonly isMailed: boolean };

/** What links are made with; `publicUrl` is where people reach this server. */
export type LinkParts = {
  readonly people: PeopleStore;
  readonly mail: Pick<MailDesk, 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  publicUrl(): string;
};

/** Makes one. */
function newSignInLink(publicUrl: string, kind: LinkKind, now: Date): SignInLink {
  const { token, hash } = newSessionToken();
  const expiresAt = new Date(now.getTime() + LINK_HOURS[kind] * 3_600_000);
  return { url: `${publicUrl}/join/${token}`, draft: { hash, createdAt: now, expiresAt } };
}

/** Invites someone. */
export async function invitePerson(
  { people, mail, clock, publicUrl }: LinkParts,
  workspaceId: number,
  invitation: Invitation,
): Promise<Administered<{ readonly person: Person; readonly link: HandedLink }>> {
  const link = newSignInLink(publicUrl(), 'invitation', clock.now());
  const invited = await people.invite(workspaceId, invitation, link.draft);
  if (!invited.ok) return invited;
  const isMailed = await mailLink(mail, workspaceId, 'invitation', invited.value, link);
  return { ok: true, value: { person: invited.value, link: { ...link, isMailed } } };
}

/** Renews the link of someone who is there. */
export async function renewPersonsLink(
  { people, mail, clock, publicUrl }: LinkParts,
  workspaceId: number,
  id: number,
): Promise<HandedLink | 'unknown' | 'locked'> {
  const now = clock.now();
  let made: { readonly kind: LinkKind; readonly link: SignInLink } | null = null;
  await people.renewLink(workspaceId, id, (kind) => {
    const link = newSignInLink(publicUrl(), kind, now);
    made = { kind, link };
    return link.draft;
  });
  const person = await people.find(workspaceId, id, now);
  // The store has called it, or not; the compiler does not see that.
  const renewed = made as { readonly kind: LinkKind; readonly link: SignInLink } | null;
  if (person === null) return 'unknown';
  if (renewed === null) return 'locked';
  return { ...renewed.link, isMailed: await mailLink(mail, workspaceId, renewed.kind, person, renewed.link) };
}

/** Mails a link to someone who asked for it themselves: to each of the address, in each workspace that can mail. */
export async function mailForgotten(
  { people, mail, clock, publicUrl }: LinkParts,
  email: string,
  inTheNameOf: (workspaceId: number, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const person of await people.forgetful(email))
    await inTheNameOf(person.workspaceId, async () => {
      const link = newSignInLink(publicUrl(), 'forgotten', clock.now());
      await people.forgot(person.workspaceId, person.id, link.draft);
      await mailLink(mail, person.workspaceId, 'forgotten', person, link);
    });
}

/** Someone fills in what stands behind their link; one who had a password before is told that it was changed. */
export async function arriveBy(
  { people, mail, clock }: LinkParts,
  hash: Buffer,
  arrival: Arrival,
): Promise<Arrived | null> {
  const arrived = await people.arrive(hash, arrival, clock.now());
  if (arrived !== null && arrived.kind !== 'invitation') await mailChange(mail, arrived.workspaceId, arrived);
  return arrived;
}

/** Tells someone that their password was changed. */
export async function mailChange(
  mail: Pick<MailDesk, 'write'>,
  workspaceId: number,
  { email: recipient, firstName }: Pick<Person, 'email' | 'firstName'>,
): Promise<void> {
  await mail.write(workspaceId, { kind: 'password_changed', recipient, firstName, link: null });
}

async function mailLink(
  mail: Pick<MailDesk, 'write'>,
  workspaceId: number,
  kind: LinkKind,
  { email: recipient, firstName }: Pick<Person, 'email' | 'firstName'>,
  { url, draft: { expiresAt } }: SignInLink,
): Promise<boolean> {
  const link = { url, expiresAt };
  return mail.write(workspaceId, { kind: kind === 'invitation' ? kind : 'reset', recipient, firstName, link });
}
