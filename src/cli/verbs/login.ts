/** `patchbay login`: keeps the address of a server and a token for it. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { EXIT_CODES } from '../exit-codes.ts';
import { CliFault } from '../fault.ts';
import { plain } from '../print.ts';
import { DEFAULT_SERVER, isPrivate, readServer, writeProfile } from '../profile.ts';
import { createServer } from '../server.ts';
import type { TokenShape, WorkspaceShape } from '../shapes.ts';
import type { Surroundings, Verb } from '../verb.ts';
import { nameOf } from '../verb.ts';

/** The verb. */
export const login: Verb = {
  name: 'login',
  about: 'keep the address of a server and a token for it',
  takes: ['[URL]'],
  options: {},
  details:
    'Asks for the token, or reads a line of its input, or takes `PATCHBAY_TOKEN`; never an argument, which other users of the machine ' +
    'could read. What is kept lies in `patchbay/profile.json` below `$XDG_CONFIG_HOME` or `~/.config`, readable by its owner alone.',
  examples: ['patchbay login', 'patchbay login https://calls.example.com < token.txt'],
  async run(asked) {
    const { around, isJson } = asked;
    const server = readServer(nameOf(asked) === '' ? DEFAULT_SERVER : nameOf(asked));
    if (!isPrivate(server))
      await around.err(`${server} is not encrypted: anyone between can read the token. Use https.`);
    const token = (around.env['PATCHBAY_TOKEN'] ?? (await readToken(around, server))).trim();
    if (!/^[\x21-\x7e]+$/.test(token)) throw new CliFault('That is no token.', EXIT_CODES.usage);
    const asking = createServer({ server, token }, around.signal);
    const own = (await asking.get('/v1/token')) as TokenShape; // As the operation is documented.
    const workspace = (await asking.get('/v1/workspace')) as WorkspaceShape;
    const file = await writeProfile(around.configDirectory, { server, token });
    await around.out(
      isJson
        ? JSON.stringify({ server, workspace: workspace.subdomain, token: own.name, kind: own.kind, file })
        : `Signed in to ${server}: workspace ${plain(workspace.name)} (${workspace.subdomain}), token ${plain(own.name)} (${own.kind}).`,
    );
    return EXIT_CODES.done;
  },
};

/** Asks a person without showing what they type, or reads the first line of the input. */
async function readToken({ input, err, signal }: Surroundings, server: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: input.isTTY === true });
  try {
    if (input.isTTY === true) {
      await err(`API token for ${server} (Settings > Tokens in the console; it is not shown):`);
      return await lines.question('', { signal });
    }
    for await (const line of lines) return line;
    throw new CliFault('There is no token: give it as a line of the input, or as PATCHBAY_TOKEN.', EXIT_CODES.usage);
  } finally {
    lines.close();
  }
}
