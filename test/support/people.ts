/** What people do to come in, and what they ask at our pages. */
import type { AuditAction } from '#domain/identity/audit.ts';
import { PASSWORD } from './pages.ts';
import type { Got, TestPatchbay } from './patchbay.ts';

/** A person as `/v1/people` tells of them. */
export type ToldPerson = {
  readonly id: number;
  readonly email: string;
  readonly role: string;
  readonly state: string;
  readonly link?: { readonly url: string; readonly expires_at: string };
};

/** An entry of the audit log, as `/v1/audit` tells it. */
export type ToldEntry = {
  id: number;
  at: string;
  action: AuditAction;
  door: string;
  agent_id: number | null;
  token_id: number | null;
  actor: string | null;
  address: string | null;
  target_id: string;
  target_name: string;
  changes: Record<string, [unknown, unknown] | null>;
};

/** What someone fills in behind their link. */
export const AT_HOME = { first_name: 'Ada', last_name: 'King', password: PASSWORD };

/** The path of a link's page. */
export function pathOf(link: string | undefined): string {
  return new URL(link ?? '').pathname;
}

/** The cookie that an answer sets; empty when it sets none. */
export function cookieOf({ headers }: Got): string {
  return headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

/** The verbs, for one server. */
export function peopleAt(patchbay: Pick<TestPatchbay, 'send'>) {
  const invite = async (body: object): Promise<Got> => patchbay.send('/v1/people', { body });
  const open = async (path: string): Promise<Got> => patchbay.send(path, { token: null });
  const fill = async (path: string, fields: Record<string, string>): Promise<Got> =>
    patchbay.send(path, {
      token: null,
      raw: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const enter = async (email: string, password = PASSWORD, browser = 'node'): Promise<Got> =>
    patchbay.send('/app/sign-in', { token: null, body: { email, password }, headers: { 'user-agent': browser } });
  return {
    invite,
    open,
    fill,
    /** Signs in. */
    enter,
    /** The status of a sign-in. */
    trySignIn: async (email: string, password: string): Promise<number> => (await enter(email, password)).status,
    /** Someone who is invited and has just come in, with the cookie of their browser. */
    async comeIn(email: string, role = 'agent'): Promise<{ readonly id: number; readonly cookie: string }> {
      const { id, link } = (await invite({ email, role })).json as ToldPerson;
      return { id, cookie: cookieOf(await fill(pathOf(link?.url), AT_HOME)) };
    },
    /** Asks as the page of a session does. */
    as: async (cookie: string, path: string, method = 'GET', body?: object, headers: object = {}): Promise<Got> =>
      patchbay.send(path, {
        token: null,
        method,
        headers: { cookie, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
  };
}
