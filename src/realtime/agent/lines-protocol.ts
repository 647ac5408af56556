/** The wire of Settings > Numbers, and of Settings > Languages. */
import type { Destination } from '#domain/directory/destination.ts';

/** A number of the workspace, as it was entered, where its calls go, and the trunk that it is at. */
export type NumberView = {
  readonly id: number;
  readonly number: string;
  readonly destination: Destination;
  readonly trunkId: number | null;
  /** Queues dial from it when no other is asked for. */
  readonly isDefault: boolean;
};

/** Something that a number may lead to, or a trunk that it may be at. */
export type NamedChoice = { readonly id: number; readonly name: string };

export type NumbersView = {
  readonly numbers: readonly NumberView[];
  /** The IVR menus by their paths; one whose callers wait for agents is a queue as well. */
  readonly menus: readonly (NamedChoice & { readonly isQueue: boolean })[];
  readonly agents: readonly NamedChoice[];
  readonly trunks: readonly NamedChoice[];
};

/** A number to add. */
export type NewNumber = Pick<NumberView, 'number' | 'destination' | 'trunkId'>;

/** What may be changed of a number. */
export type NumberEdit = Partial<Pick<NumberView, 'destination' | 'trunkId' | 'isDefault'>>;

/** A language that callers may choose; `code` as in `fr` or `pt-BR`. */
export type LanguageView = { readonly code: string; readonly enabled: boolean };

export type LanguagesView = { readonly languages: readonly LanguageView[] };
