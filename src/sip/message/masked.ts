/** Messages for people to read: without what would let them sign in, listen in or learn what is withheld. */

/** Stands where something was taken out. */
const MASK = '•••';

/** Whether anything at all may have to be masked: most messages are asked this alone. */
const SUSPECT =
  /authori[sz]ation|authentication-info|token|secret|passw|credential|api-?key|inline:|key-mgmt|ice-pwd|^k=|;line=|sips?:[^\s:@<>]{0,256}:[^\s@<>]{0,256}@/im;

/** Field names whose values let in whoever reads them. The scheme of credentials stays: it says how they were made. */
const SECRET_FIELD =
  /^([\w-]*(?:authori[sz]ation|authentication-info|token|secret|passw|credential|api-?key)[\w-]*)[ \t]*:[ \t]*((?:Digest|Basic|Bearer)\b)?.*$/gim;

/** What is secret within a line: passwords and registration words in URIs, and keys of sound (RFC 4568, 8839, 4566). */
const SECRET_PARTS: readonly (readonly [RegExp, string])[] = [
  [/(sips?:[^\s:@<>]{0,256}):[^\s@<>]{0,256}@/gi, `$1:${MASK}@`],
  [/(;line=)[^;>\s?]+/gi, `$1${MASK}`],
  [/(inline:)[^\s;]+/gi, `$1${MASK}`],
  [/^(a=key-mgmt:).*$/gim, `$1${MASK}`],
  [/^(a=ice-pwd:).*$/gim, `$1${MASK}`],
  [/^(k=).*$/gim, `$1${MASK}`],
];

/** Bodies that are shown; of others it is said how long they were: keys that were pressed, places, pictures. */
const SHOWN_BODY = /^content-type[ \t]*:[ \t]*(?:application\/sdp|message\/sipfrag)[ \t]*(?:;|$)/im;

/**
 * The message as text without its secrets: credentials, passwords, keys of sound, and the word by which a registrar is
 * known. Bodies that are neither descriptions nor reports of a transfer are named by their length. `hidden`: what is
 * withheld besides, word for word, such as the number of a caller who does not want it shown.
 */
export function masked(message: string, hidden: readonly string[] = []): string {
  const end = message.indexOf('\n\n');
  const body = end === -1 ? '' : message.slice(end + 2);
  let text =
    body === '' || SHOWN_BODY.test(message.slice(0, end))
      ? message
      : `${message.slice(0, end)}\n\n(${body.length} bytes)`;
  if (SUSPECT.test(text)) {
    text = text.replaceAll(SECRET_FIELD, (_line, name: string, scheme?: string) =>
      scheme === undefined ? `${name}: ${MASK}` : `${name}: ${scheme} ${MASK}`,
    );
    for (const [pattern, instead] of SECRET_PARTS) text = text.replaceAll(pattern, instead);
  }
  for (const word of hidden) text = text.replaceAll(word, MASK);
  return text;
}
