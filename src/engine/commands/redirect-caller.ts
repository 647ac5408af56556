/** Moving a caller from the phone to the Messenger. */
import type { PublicSay } from '#catalogue/public.ts';
import { publicTexts } from '#catalogue/public.ts';
import { houseLanguage } from '#domain/directory/language.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { isLandline } from '#domain/directory/phone-number.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { Redirect } from '#domain/call/redirect.ts';
import { HIDDEN_TOKEN, REDIRECT_HOURS } from '#domain/call/redirect.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';

/** A redirect as asked for. */
export type RedirectCaller = {
  readonly workspaceId: number;
  readonly phone: E164;
  /** Merged into the contact's own; the newer value wins. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly requestKey: string | null;
};

/** The link's secret and address, known now and never again. */
export type Redirected = { readonly redirect: Redirect; readonly token: string; readonly url: string };

/**
 * Finds or makes the contact, opens a conversation, texts the link. Refused: a fixed line, before anything is stored; a
 * message that the carrier refuses, after: the contact keeps its attributes.
 */
export async function redirectCaller(deps: Deps, asked: RedirectCaller): Promise<Outcome<Redirected>> {
  if (isLandline(asked.phone)) return refused({ code: 'text_to_landline' });
  const directory = await deps.store.directory.load(asked.workspaceId);
  const token = deps.newToken();
  const url = linkTo(deps.publicUrl(), token);
  const say = await textsFor(deps, asked, houseLanguage(directory.languages));
  const textWith = (link: string): string => say('sms.redirect', { workspace: directory.workspace.name, link });
  const now = deps.clock.now();
  const stored = await deps.store.redirects.create({
    workspaceId: asked.workspaceId,
    token,
    phone: asked.phone,
    attributes: asked.attributes,
    from: defaultNumber(directory)?.number ?? null,
    body: textWith(linkTo(deps.publicUrl(), HIDDEN_TOKEN)),
    requestKey: asked.requestKey,
    createdAt: now,
    expiresAt: new Date(now.getTime() + REDIRECT_HOURS * 3_600_000),
  });
  if (stored === null) return refused({ code: 'attributes_full' });
  const { redirect, message } = stored;
  const text = { ...message, body: textWith(url) };
  const isTaken = message.status === 'queued' && (await deps.store.redirects.takeMessage(message.id));
  const isSent = isTaken ? await deps.sendText(text) : message.status === 'sent';
  if (isTaken) await deps.store.redirects.messageSettled(message.id, isSent ? 'sent' : 'failed');
  return isSent ? done({ redirect, token, url }) : refused({ code: 'text_message_failed' });
}

/** The texts in the language of the last call with the number; in the workspace's where there was none. */
async function textsFor(
  { store }: Deps,
  { workspaceId, phone }: Pick<RedirectCaller, 'workspaceId' | 'phone'>,
  workspaceLang: string,
): Promise<PublicSay> {
  const [last] = await store.calls.search(workspaceId, {
    where: [[{ field: 'contactNumber', operator: 'eq', value: phone }]],
    sort: [{ field: 'createdAt', descending: true }],
    limit: 1,
    offset: 0,
  });
  return publicTexts([last?.lang ?? workspaceLang]).say;
}

/** The address of the Messenger page behind a token. */
function linkTo(publicUrl: string, token: string): string {
  return `${publicUrl}/m/${token}`;
}
