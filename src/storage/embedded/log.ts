/** Receives one event and its fields. The owner of the logger decides what becomes of it. */
export type Log = (event: string, fields: Readonly<Record<string, unknown>>) => void;
