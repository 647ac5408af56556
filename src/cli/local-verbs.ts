/** The verbs that work beside a server, on its data: the server's own command line has them. */

/** Name, and what it does. `bin/patchbay.mjs` leads to them. */
export const LOCAL_VERBS: readonly { readonly name: string; readonly about: string }[] = [
  { name: 'serve', about: 'start the server; Ctrl-C or SIGTERM stops it' },
  { name: 'doctor', about: 'look at everything a server needs, and say what to do' },
  { name: 'backup', about: 'write all that is kept into one file' },
  { name: 'restore', about: 'put a backup back into an empty data directory' },
  { name: 'user', about: 'invite a person, or give them a new password' },
  { name: 'token', about: 'make an API token' },
];
