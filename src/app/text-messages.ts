/** Text messages: through the provider of a trunk that has its credentials, else played by the simulator. */
import type { Carrier } from '#carriers/carrier.ts';
import type { TextProvider } from '#carriers/sip/texts.ts';
import { readTextAnswer, textProviderOf, writeText } from '#carriers/sip/texts.ts';
import type { TextMessage } from '#domain/call/redirect.ts';
import type { RedirectStore } from '#domain/ports/stores.ts';
import type { TrunkStore } from '#domain/ports/trunk-book.ts';
import type { Poster } from '#webhooks/post.ts';

/** What they are made of. */
export type TextMessageParts = {
  readonly trunks: Pick<TrunkStore, 'textAccount'>;
  readonly outbox: Pick<RedirectStore, 'messageAnswered'>;
  readonly poster: Pick<Poster, 'post'>;
  /** Plays those of workspaces without a provider. */
  readonly played: Pick<Carrier, 'sendText'>;
  /** Where a provider is asked instead of at its own address; for tests. */
  readonly baseOf?: (provider: TextProvider) => string;
};

/** How long a provider may take. Milliseconds. */
const TIMEOUT = 10_000;

/** The carrier of text messages alone. A message is asked for once: what is not answered may have been sent. */
export function createTextMessages({ trunks, outbox, poster, played, baseOf }: TextMessageParts): Carrier & {
  readonly reachesPhones: false;
} {
  const send = async (message: TextMessage): Promise<boolean> => {
    const account = await trunks.textAccount(message.workspaceId);
    const provider = account === null ? null : textProviderOf(account.preset);
    if (account === null || provider === null) return played.sendText(message);
    const error =
      message.from === null
        ? 'The workspace has no number to send from.'
        : await ask(provider, account, { ...message, from: message.from });
    await outbox.messageAnswered(message.id, provider, error);
    return error === null;
  };

  const ask = async (
    provider: TextProvider,
    account: Parameters<typeof writeText>[1],
    message: Parameters<typeof writeText>[2],
  ): Promise<string | null> => {
    const request = writeText(provider, account, message, baseOf?.(provider));
    const { status, answer } = await poster.post({ ...request, method: 'POST', timeoutMs: TIMEOUT });
    return readTextAnswer(provider, status, answer);
  };

  return {
    name: 'texts',
    reachesPhones: false,
    follow: () => undefined,
    sendText: send,
    stop: async () => undefined,
  };
}
