/** People with a second factor, as their browser and their authenticator app have it. */
import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import type { CodesBegun, RecoveryCodesView } from '#realtime/agent/factors-protocol.ts';
import { PASSWORD } from './pages.ts';
import type { Got } from './patchbay.ts';
import type { peopleAt } from './people.ts';

/** The code that an app shows for the secret at the instant. */
export function codeOf(secret: string, now: Date): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });
}

/** Switches codes on at the browser with the cookie; answers the app's secret, and the recovery codes. */
export async function switchCodesOn(
  as: ReturnType<typeof peopleAt>['as'],
  cookie: string,
  now: Date,
): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const begun = await as(cookie, '/app/profile/codes.json', 'POST', { password: PASSWORD });
  assert.equal(begun.status, 200, begun.text);
  const { secret } = begun.json as CodesBegun;
  const done = await as(cookie, '/app/profile/codes/confirm.json', 'POST', { code: codeOf(secret, now) });
  assert.equal(done.status, 200, done.text);
  return { secret, recoveryCodes: (done.json as RecoveryCodesView).recoveryCodes };
}

/** The challenge that a sign-in answers. */
export function challengeOf({ json }: Got): string {
  const { secondFactor } = json as { secondFactor?: { challenge: string } };
  return secondFactor?.challenge ?? assert.fail(JSON.stringify(json));
}
