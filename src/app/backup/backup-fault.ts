/** Why nothing was backed up or restored. The message is a sentence for the operator. */
export class BackupFault extends Error {
  override name = 'BackupFault';
  readonly fault: 'unfinished' | 'taken' | 'nothing' | 'not_empty' | 'no_backup' | 'newer';
  constructor(fault: BackupFault['fault'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
