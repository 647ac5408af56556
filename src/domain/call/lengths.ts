/**
 * How long the texts that people type may be, in UTF-16 units: held to by the server, and stated by the fields of its
 * pages.
 */

/** A message of a conversation, from either side. */
export const MAX_MESSAGE_LENGTH = 4000;

/** An agent's note about a call. */
export const MAX_NOTE_LENGTH = 4000;

/** What a caller says when rating a call. */
export const MAX_FEEDBACK_LENGTH = 2000;

/** The name that a caller gives. */
export const MAX_NAME_LENGTH = 100;

/** A phone number as typed or pasted, with anything around it. */
export const MAX_TYPED_NUMBER_LENGTH = 100;

/** A search for a contact by name or number. */
export const FIND_LENGTHS = { min: 2, max: 100 } as const;
