/** `patchbay whoami`: whose token is used, and what it may do. */
import { EXIT_CODES } from '../exit-codes.ts';
import { listing } from '../print.ts';
import type { TokenShape, WorkspaceShape } from '../shapes.ts';
import type { Verb } from '../verb.ts';

/** The verb. */
export const whoami: Verb = {
  name: 'whoami',
  about: 'say which server, workspace and token are used, and what the token may do',
  takes: [],
  options: {},
  examples: ['patchbay whoami', 'patchbay whoami --json'],
  async run({ around, isJson, server }) {
    const asked = await server();
    const token = (await asked.get('/v1/token')) as TokenShape; // As the operations are documented.
    const workspace = (await asked.get('/v1/workspace')) as WorkspaceShape;
    if (isJson) {
      await around.out(JSON.stringify({ server: asked.url, workspace, token }));
      return EXIT_CODES.done;
    }
    const lines = listing([
      ['server', asked.url],
      ['workspace', `${workspace.name} (${workspace.subdomain}, ${workspace.id})`],
      ['token', `${token.name} (${token.kind})`],
      ['expires', token.expires_at ?? 'never'],
      ['may', token.operations.join(' ')],
    ]);
    for (const line of lines) await around.out(line);
    return EXIT_CODES.done;
  },
};
