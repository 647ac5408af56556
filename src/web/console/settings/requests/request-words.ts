/** How requests are said. */
import { say } from '../../parts/language.ts';
import type { Tone } from '../../parts/words.ts';

/** Surface -> the API's name. */
const APIS: Readonly<Record<string, string>> = {
  ccaip: 'CCAI Platform',
  intercom: 'Intercom',
  vcita: 'vcita',
  patchbay: 'Patchbay',
};

/** The API's name. */
export function apiName(surface: string): string {
  return APIS[surface] ?? surface;
}

/** The tone of a status. */
export function statusTone(status: number): Tone {
  if (status < 300) return 'good';
  if (status < 400) return 'calm';
  return status < 500 ? 'wait' : 'bad';
}

/** Who asked: the token by its name, or what is known of one that was not accepted. */
export function askerWords({
  tokenId,
  tokenName,
  tokenPrefix,
}: {
  readonly tokenId: number | null;
  readonly tokenName: string | null;
  readonly tokenPrefix: string | null;
}): string {
  if (tokenName !== null) return tokenName;
  if (tokenId !== null) return say('requests.tokenId', { id: String(tokenId) });
  return tokenPrefix === null ? say('requests.noToken') : say('requests.unknownToken', { prefix: tokenPrefix });
}
