/** The wire of Settings > Numbers, and of Settings > Languages. */

/** A number of the workspace, as it was entered. `fin`: calls to it reach the Fin line. */
export type NumberView = {
  readonly id: number;
  readonly number: string;
  readonly line: 'queue' | 'fin';
  /** Queues dial from it when no other is asked for. */
  readonly isDefault: boolean;
};

export type NumbersView = { readonly numbers: readonly NumberView[] };

/** A number to add. */
export type NewNumber = Pick<NumberView, 'number' | 'line'>;

/** A language that callers may choose; `code` as in `fr` or `pt-BR`. */
export type LanguageView = { readonly code: string; readonly enabled: boolean };

export type LanguagesView = { readonly languages: readonly LanguageView[] };
