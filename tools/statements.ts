/** The hot statements as PostgreSQL gets them, for review: what a change of the code really sends shows in the diff. */
import { SETTLE_RESERVATIONS } from '../src/storage/reserve-sql.ts';
import { changeSql, CREATE_MANY, CREATE_MANY_RESERVING } from '../src/storage/commit-sql.ts';

/** docs/statements.sql. */
export function writeStatements(): string {
  return `-- Written by tools/generate.ts from src/storage/commit-sql.ts: how calls are written, all that happens at one moment in one statement.

-- Calls that are created. The draft rows of a few come as parameters, like the changes below.
${CREATE_MANY};

-- The same, where some of the drafts have agents, who are reserved with them.
${CREATE_MANY_RESERVING};

-- One call that changes; for several there is one more branch each.
${changeSql(1, false)};

-- The same, where the change takes or frees agents.
${changeSql(1, true)};

-- Reservations that say otherwise than the calls, put right now and then.
${SETTLE_RESERVATIONS};
`;
}
