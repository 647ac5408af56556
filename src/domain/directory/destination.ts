/** Where calls to one of the workspace's numbers go. */

export const DESTINATION_KINDS = ['menu', 'queue', 'agent', 'fin'] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/**
 * `menu`: the caller chooses below that menu, or, without an id, from the first menus. `queue`: they wait in the queue
 * of that menu at once. `agent`: that agent is rung. `fin`: the voice agent answers; it has no id.
 */
export type Destination = { readonly kind: DestinationKind; readonly id: number | null };

/** The caller chooses from the first menus: where calls to a number go until something else is said. */
export const FIRST_MENUS: Destination = { kind: 'menu', id: null };

/** The voice agent answers. */
export const FIN_LINE: Destination = { kind: 'fin', id: null };

/** Which destinations have an id: `may` is for the menus, of which the first ones have none. */
export const DESTINATION_IDS = {
  menu: 'may',
  queue: 'must',
  agent: 'must',
  fin: 'never',
} as const satisfies Record<DestinationKind, 'may' | 'must' | 'never'>;
