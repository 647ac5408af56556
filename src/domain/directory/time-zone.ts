/**
 * Time zones by their names in the IANA database: those of its zones and of its links, and nothing that only resembles
 * them. A table.
 */

/** The areas that names begin with. ICU knows others besides (`SystemV`, `Mideast`). */
const AREAS = new Set(
  'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US'
    .toLowerCase()
    .split(' '),
);

/** The names without an area: those of the file `backward` and the oldest zones. */
const ALONE = new Set(
  (
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel ' +
    'Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey ' +
    'UCT UTC Universal W-SU WET Zulu'
  )
    .toLowerCase()
    .split(' '),
);

/** Names that ICU keeps although the database has taken them out. */
const GONE = new Set(['canada/east-saskatchewan', 'us/pacific-new']);

/**
 * Whether it is the name of a time zone that this server knows; its case does not matter. Refused: offsets, and the
 * abbreviations to which ICU gives one meaning of several (`BST` is Bangladesh's time to it, and British Summer Time to
 * those who write it). Source: IANA Time Zone Database; RFC 6557.
 */
export function isTimeZone(name: string): boolean {
  const lower = name.toLowerCase();
  const area = /^([a-z]+)\//.exec(lower)?.[1];
  const isListed = area === undefined ? ALONE.has(lower) : AREAS.has(area) && !GONE.has(lower);
  return isListed && isKnownHere(name);
}

function isKnownHere(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
