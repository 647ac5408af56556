/** Why a database cannot be used at all. The message is a sentence for the operator. */
export type DatabaseFaultName =
  | 'unreachable'
  | 'too_old'
  | 'too_few_connections'
  | 'in_use'
  | 'schema_newer'
  | 'migration_edited'
  | 'migration_failed';

/** The database cannot be used by this server as it is; trying again changes nothing before an operator does. */
export class DatabaseFault extends Error {
  override name = 'DatabaseFault';
  readonly fault: DatabaseFaultName;
  constructor(fault: DatabaseFaultName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
