/**
 * The id token beside a token of vcita's: who allowed the application in, and whose business it is. Source: OpenID
 * Connect Core 1.0, sections 2 and 10.1; vcita's sample application, which reads `business_id`.
 */
import { createHmac } from 'node:crypto';
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Workspace } from '#domain/directory/workspace.ts';

/** How long it is valid. Seconds. */
const VALID_SECONDS = 3600;

/** What it says of the person and their business. */
export type IdClaims = {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
  readonly business_id: string;
  readonly business_uid: string;
  readonly business_name: string;
};

/** What there is to say of the person; null where they are no longer there. */
export function writeIdClaims({ uid, name }: Workspace, agent: Agent | undefined): IdClaims | null {
  if (agent === undefined) return null;
  return {
    sub: agent.uid,
    email: agent.email,
    name: fullName(agent),
    business_id: uid,
    business_uid: uid,
    business_name: name,
  };
}

/** The token, signed with the application's secret (HS256), as the vendor publishes no keys. */
export function writeIdToken(
  claims: IdClaims,
  { issuer, clientId, secret, now }: { issuer: string; clientId: string; secret: string; now: Date },
): string {
  const iat = Math.floor(now.getTime() / 1000);
  const payload = { iss: issuer, aud: clientId, iat, exp: iat + VALID_SECONDS, ...claims };
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
