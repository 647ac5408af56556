/** What ends a verb with a sentence and no stack. */
import type { ExitCode } from './exit-codes.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Why a verb ended early. The message is a sentence for whoever typed it. */
export class CliFault extends Error {
  override name = 'CliFault';
  readonly code: ExitCode;
  constructor(message: string, code: ExitCode = EXIT_CODES.failed, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The server said no. */
export class ServerFault extends CliFault {
  readonly status: number;
  constructor(message: string, code: ExitCode, status: number) {
    super(message, code);
    this.status = status;
  }
}

/** The command is not written as it should be. */
export function misused(message: string): CliFault {
  return new CliFault(message, EXIT_CODES.usage);
}
