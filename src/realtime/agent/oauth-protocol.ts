/**
 * What the console and the server say to each other about applications that are connected with a button, under
 * `/app/oauth-apps.json` and `/app/authorize.json`. Plain types, also for the page.
 */

/** Whose way of connecting an application speaks. */
export const APP_VENDORS = ['intercom', 'vcita'] as const;
/** The kinds of tokens that it may get, from the least to the most. */
export const APP_KINDS = ['read_only', 'app', 'directory', 'staff'] as const;

/** One that is registered. */
export type OauthAppView = {
  readonly id: number;
  readonly vendor: (typeof APP_VENDORS)[number];
  readonly name: string;
  readonly clientId: string;
  readonly kind: (typeof APP_KINDS)[number];
  readonly redirectUris: readonly string[];
  readonly createdAt: string;
};
export type OauthAppsView = { readonly apps: readonly OauthAppView[] };

/** `POST /app/oauth-apps.json`. */
export type OauthAppWish = Pick<OauthAppView, 'vendor' | 'name' | 'kind' | 'redirectUris'>;
/** One that was just registered; its secret is shown this once. */
export type MadeOauthApp = { readonly name: string; readonly clientId: string; readonly secret: string };

/** Why there is no consent page. */
export const CONSENT_PROBLEMS = ['malformed', 'app_unknown', 'redirect_unknown', 'not_yours'] as const;
/** `GET /app/authorize.json?ask=…`: what the person is asked, or why they are not. */
export type ConsentView =
  | { readonly problem: (typeof CONSENT_PROBLEMS)[number] }
  | { readonly app: Pick<OauthAppView, 'name' | 'kind'>; readonly host: string };
/** `POST /app/authorize.json`. */
export type ConsentWish = { readonly ask: string; readonly isAllowed: boolean };
/** Where the browser goes on. */
export type ConsentAnswer = { readonly location: string };
