/** Reads CSV as spreadsheets write it. Source: RFC 4180. */

/** A record, with the line of the file where it begins, from 1. */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[] };

/**
 * The records; lines without anything in them are none. The separator is a comma, or a semicolon where the first line
 * has more of those. Null: a quote was opened and never closed.
 */
export function readCsv(text: string): readonly CsvRecord[] | null {
  const separator = separatorOf(text);
  const records: CsvRecord[] = [];
  let [line, begun] = [1, 1];
  let fields: string[] = [];
  let field = '';
  let isQuoted = false;
  const endField = (): void => {
    fields.push(field);
    field = '';
  };
  const endRecord = (): void => {
    endField();
    if (fields.some((each) => each.trim() !== '')) records.push({ line: begun, fields });
    fields = [];
    begun = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\n') line += 1;
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && field === '') isQuoted = true;
    else if (character === separator) endField();
    else if (character === '\n') endRecord();
    else if (character !== '\r') field += character;
  }
  if (isQuoted) return null;
  endRecord();
  return records;
}

function separatorOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return first.split(';').length > first.split(',').length ? ';' : ',';
}
