/** The hot statements as PostgreSQL gets them, for review: what a change of the code really sends shows in the diff. */
import { COMMIT_SQL } from '../src/storage/commit.ts';

/** docs/statements.sql. */
export function writeStatements(): string {
  return `-- Written by tools/generate.ts from src/storage/commit.ts: how calls are written, all that happens at one moment in one statement.\n${COMMIT_SQL};\n`;
}
