/** Our uids are UUIDs; those of others are whatever they like. */

const UID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text could be one of our uids. Nothing of ours goes by any other text, so it need not be looked for. */
export function isUid(text: string): boolean {
  return UID.test(text);
}
