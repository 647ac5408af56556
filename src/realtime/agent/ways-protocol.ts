/** What the sign-in page asks before anyone is signed in. Plain types, also for the page. */

/** Ways in besides a password. `hasMail`: whether a link to choose a new one can be mailed. */
export type SignInWays = { readonly hasMail: boolean };
