/** The STUN and TURN servers of the configuration, as pages are told of them. */
import type { IceServer } from '#web/pages/ice-servers.ts';
import type { Config } from '#config/config.ts';

/** None when none is configured. */
export function iceServersOf({ media, secrets }: Config): readonly IceServer[] {
  const { stunUrls, turnUrls, turnUsername } = media;
  const stun = stunUrls.length === 0 ? [] : [{ urls: stunUrls }];
  if (turnUrls.length === 0) return stun;
  return [...stun, { urls: turnUrls, username: turnUsername ?? '', credential: secrets.turnCredential ?? '' }];
}
