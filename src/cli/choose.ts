/** Who and what a verb means when it is not told. */
import { CliFault } from './fault.ts';
import type { Server } from './server.ts';
import type { AgentShape, MenuShape, NumberShape } from './shapes.ts';

/** The agent who is named by id or email; else the first simulated one who is available and may place calls. */
export async function chooseAgent(server: Server, named: string | null): Promise<AgentShape> {
  for await (const item of server.all('/v1/agents')) {
    const agent = item as AgentShape; // Our own API's shape of a list.
    const isMeant =
      named === null
        ? agent.simulated && agent.may_call && agent.status === 'available'
        : String(agent.id) === named || agent.email === named;
    if (isMeant) return agent;
  }
  throw new CliFault(
    named === null
      ? 'No simulated agent is available who may place calls: name one by --agent.'
      : `The workspace has no agent ${named}.`,
  );
}

/** The number that calls are placed from: the default one. Of a line: the first one of it. */
export async function chooseNumber(server: Server, line: 'queue' | 'fin'): Promise<string> {
  for await (const item of server.all('/v1/numbers')) {
    const number = item as NumberShape; // Our own API's shape of a list.
    if (number.line === line && (line === 'fin' || number.is_default)) return number.number;
  }
  throw new CliFault(line === 'fin' ? 'No number of the workspace leads to Fin.' : 'The workspace has no number.');
}

/** The menu that a simulated caller chooses: the first one open to phones. */
export async function chooseMenu(server: Server, named: number | null): Promise<number> {
  if (named !== null) return named;
  for await (const item of server.all('/v1/menus')) {
    const menu = item as MenuShape; // Our own API's shape of a list.
    if (menu.kind === 'ivr_menu') return menu.id;
  }
  throw new CliFault('The workspace has no menu for phones.');
}
