/** What the sign-in page asks before anyone is signed in. Plain types, also for the page. */

/**
 * Ways in besides a password. `hasMail`: whether a link to choose a new one can be mailed. `providers`: whom people may
 * sign in with, each of a workspace by its subdomain.
 */
export type SignInWays = {
  readonly hasMail: boolean;
  readonly providers: readonly { readonly workspace: string; readonly name: string }[];
};
