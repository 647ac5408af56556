/**
 * Details in what a caller said that an agent would otherwise write down by hand: numbers of orders, e-mail addresses,
 * telephone numbers; written, or said in words. Pure. Numbers in words are English; names for them are in four
 * languages.
 */
import { numbersIn, wordsOf } from '../call/card-numbers.ts';
import type { Turn } from '../call/transcript.ts';
import type { Region } from '../directory/phone-number.ts';
import { readPastedNumber } from '../directory/phone-number.ts';
import { emailsIn } from './said-email.ts';

/** `order`: the number of an order, a ticket, an invoice, or whatever else the caller gave a name of that kind. */
export const DETAIL_KINDS = ['order', 'email', 'phone'] as const;
export type DetailKind = (typeof DETAIL_KINDS)[number];

/** One of them; a telephone number in E.164 where it is a possible one. */
export type FoundDetail = { readonly kind: DetailKind; readonly value: string };

/** Details of one call, at most: the last ones that were said. */
export const MAX_DETAILS = 8;

/** What of a turn is looked at. Characters. */
const MAX_TURN = 800;
/** Numbers of one turn that are looked at. */
const MAX_NUMBERS = 16;
/** Words before a number in which its name may stand. */
const MAX_WORDS_TO_NAME = 8;

const ORDER_DIGITS = { least: 3, most: 12 } as const;
/** Below the 13 of a card number, whose digits are never shown. */
const PHONE_DIGITS = { least: 7, most: 12 } as const;
/** What is taken for a telephone number without a name. */
const MIN_NAMELESS_DIGITS = 10;

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

const ORDER_NAMES = words(`order orders ticket case reference booking reservation invoice bill customer account
  confirmation tracking shipment parcel package return contract
  bestellung bestellnummer auftrag auftragsnummer vorgang rechnung rechnungsnummer kundennummer
  commande dossier facture réservation référence pedido factura reserva referencia`);
const PHONE_NAMES = words(`phone telephone mobile cell cellphone landline callback call reach
  telefon telefonnummer handy handynummer rückruf téléphone portable teléfono móvil`);
/** Words that may stand between a name and its number. */
const BETWEEN = words(`number numbers no nr num id code is it it's its was has would be the my me a an at on under back
  yes yeah sure ok okay so well um uh er hash here you please that that's ends with under again home work phone
  nummer ist lautet meine die numéro est mon ma le la número es mi el`);
/** After one of these it is a count or a year. */
const OF_COUNTS = words('in from since for until before after of about over');
/** Before one of these it is a count. */
const UNITS = words(`dollar dollars euro euros pound pounds cent cents percent day days week weeks month months year
  years hour hours minute minutes second seconds piece pieces item items time times o'clock am pm`);

type Said = { readonly text: string; readonly plain: string };
type Candidate = { readonly value: string; readonly from: number; readonly to: number };

/** One turn, as far as it matters here. */
type TurnSaid = Pick<Turn, 'speaker' | 'text'>;

/**
 * The details in a turn, in order; none in what an agent says. `before`: the turn before it, since who answers a
 * question does not repeat what it asked for. `region`: where a telephone number without a country code is at home.
 * Takes a millisecond or two at most.
 */
export function detailsIn(turn: TurnSaid, before: TurnSaid | null, region: Region | null): readonly FoundDetail[] {
  if (turn.speaker !== 'user') return [];
  return detailsOf(saidIn(turn), before === null ? [] : saidIn(before).slice(-MAX_WORDS_TO_NAME), region);
}

/** Those known with what was found after them: each once, the last said first. */
export function withDetails(known: readonly FoundDetail[], found: readonly FoundDetail[]): readonly FoundDetail[] {
  const all = [...found.toReversed(), ...known];
  const isFirst = (each: FoundDetail, at: number): boolean =>
    all.findIndex((other) => keyOf(other) === keyOf(each)) === at;
  return all.filter(isFirst).slice(0, MAX_DETAILS);
}

function keyOf({ kind, value }: FoundDetail): string {
  return `${kind} ${value.toLowerCase()}`;
}

function saidIn({ text }: TurnSaid): readonly Said[] {
  return wordsOf(text.slice(0, MAX_TURN)).map(({ text: word }) => ({ text: word, plain: plainOf(word) }));
}

function detailsOf(said: readonly Said[], before: readonly Said[], region: Region | null): readonly FoundDetail[] {
  const emails = emailsIn(said, before);
  const found = candidatesOf(said)
    .filter(({ from, to }) => !emails.some((email) => from < email.to && to > email.from))
    .flatMap((candidate) => {
      const detail = detailOf(candidate, said, before, region);
      return detail === null ? [] : [{ ...detail, from: candidate.from }];
    });
  return [...emails.map(({ value, from }) => ({ kind: 'email' as const, value, from })), ...found]
    .toSorted((a, b) => a.from - b.from)
    .slice(-MAX_DETAILS)
    .map(({ kind, value }) => ({ kind, value }));
}

/** Everything that has digits: numbers, also with letters before them, and signs such as `AB-4711`. */
function candidatesOf(said: readonly Said[]): readonly Candidate[] {
  const signs = said.flatMap(({ text }, from): Candidate[] => {
    const sign = /^#?([a-z]{1,6}-?\d[a-z\d-]{2,18})$/i.exec(text.replace(/[.,;:?!]+$/, ''))?.[1];
    return sign === undefined ? [] : [{ value: sign, from, to: from + 1 }];
  });
  const numbers = numbersIn(said).map(({ digits, from, to }): Candidate => {
    const letters = lettersBefore(said, from);
    return { value: `${letters}${digits}`, from: from - letters.length, to };
  });
  return [...signs, ...numbers].slice(0, MAX_NUMBERS);
}

/** Letters that were spelled right before the number; a single `a` or `i` is a word. */
function lettersBefore(said: readonly Said[], from: number): string {
  let at = from;
  while (at > 0 && /^[a-z]$/.test(said[at - 1]?.plain ?? '')) at -= 1;
  const letters = said.slice(at, from).map(({ plain }) => plain);
  return letters.length === 1 && /^[aio]$/.test(letters[0] ?? '') ? '' : letters.join('').toUpperCase();
}

function detailOf(
  { value, from, to }: Candidate,
  said: readonly Said[],
  before: readonly Said[],
  region: Region | null,
): FoundDetail | null {
  const [previous, next] = [said[from - 1]?.plain ?? '', said[to]?.plain ?? ''];
  if (UNITS.has(next) || /thousand/.test(plainText(said.slice(from, to)))) return null;
  const name = nameOf([...before, ...said.slice(0, from)]);
  const count = value.replaceAll(/\D/g, '').length;
  const isOrder = count >= ORDER_DIGITS.least && count <= ORDER_DIGITS.most && !OF_COUNTS.has(previous);
  if (name === 'order') return isOrder ? { kind: 'order', value } : null;
  if (/\D/.test(value)) return null;
  return phoneOf(value, name === 'phone', said[from]?.text.startsWith('+') === true || previous === 'plus', region);
}

/** What the words before a number call it: the last name, when nothing but small words follow it. */
function nameOf(said: readonly Said[]): 'order' | 'phone' | null {
  let isNumber = false;
  for (const { plain } of said.slice(-MAX_WORDS_TO_NAME).toReversed()) {
    if (ORDER_NAMES.has(plain)) return 'order';
    if (PHONE_NAMES.has(plain)) return 'phone';
    if (plain === 'number' || plain === 'nummer') isNumber = true;
    if (!BETWEEN.has(plain) && !/^[a-z]$/.test(plain)) break;
  }
  // `My number is …` is where they can be reached.
  return isNumber ? 'phone' : null;
}

function phoneOf(digits: string, isNamed: boolean, isWhole: boolean, region: Region | null): FoundDetail | null {
  const most = isWhole ? 15 : PHONE_DIGITS.most;
  if (digits.length < PHONE_DIGITS.least || digits.length > most) return null;
  const number = readPastedNumber(`${isWhole ? '+' : ''}${digits}`, region);
  if (number !== null && (isNamed || isWhole || digits.length >= MIN_NAMELESS_DIGITS))
    return { kind: 'phone', value: number };
  return isNamed && !isWhole ? { kind: 'phone', value: digits } : null;
}

function plainText(said: readonly Said[]): string {
  return said.map(({ plain }) => plain).join(' ');
}

function plainOf(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'-]/gu, '');
}
