/** The hot statements as PostgreSQL gets them, for review: what a change of the code really sends shows in the diff. */
import { changeSql, CREATE_MANY } from '../src/storage/commit-sql.ts';

/** docs/statements.sql. */
export function writeStatements(): string {
  return `-- Written by tools/generate.ts from src/storage/commit-sql.ts: how calls are written, all that happens at one moment in one statement.

-- Calls that are created. The draft rows of a few come as parameters, like the changes below.
${CREATE_MANY};

-- One call that changes; for several there is one more branch each.
${changeSql(1)};
`;
}
