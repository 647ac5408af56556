/** Which dialogue a simulated call talks. Pure: the same call always talks the same. */
import type { Intent, Resolution } from '#domain/call/external-call.ts';
import { CONVERSATIONS, FIN_CONVERSATIONS, VOICEMAILS } from './dialogue-scripts.ts';
import type { Line, Script } from './dialogue-scripts.ts';
import { estimateSeconds } from './track.ts';

export const DIALOGUE_KINDS = ['conversation', 'voicemail', 'fin'] as const;
export type DialogueKind = (typeof DIALOGUE_KINDS)[number];

/** For which call words are wanted. */
export type DialogueRequest = {
  readonly callId: number;
  readonly direction: 'inbound' | 'outbound';
  readonly kind: DialogueKind;
  /** BCP 47, such as `en` or `de-CH`. Only English is spoken; any other language gets English. */
  readonly lang: string;
  /**
   * How long it should last at most. A longer script loses lines of its body; the first line is always said. Default:
   * whole.
   */
  readonly seconds?: number;
  /** Only a Fin dialogue that ends so; where none does, the one that hands over. Default: any. */
  readonly resolution?: Resolution;
};

/** What is said, line after line. */
export type Dialogue = {
  readonly name: string;
  /** The language that is really spoken. */
  readonly lang: 'en';
  /** Whether a voicemail box's beep comes first. */
  readonly beep: boolean;
  readonly turns: readonly Line[];
  /** One or two sentences about the whole script; may exceed 256 characters, who shows it cuts it. */
  readonly summary: string;
  readonly intents: readonly Intent[];
  /** How Fin's work ended; null where Fin did not speak. */
  readonly resolution: Resolution | null;
};

const SCRIPTS = {
  conversation: CONVERSATIONS,
  voicemail: VOICEMAILS,
  fin: FIN_CONVERSATIONS,
} as const satisfies Record<DialogueKind, readonly Script[]>;

/** The dialogue of a call, picked by its id among those of its kind. */
export function dialogueFor({ callId, direction, kind, seconds = Infinity, resolution }: DialogueRequest): Dialogue {
  const script = pick(endingIn(resolution, SCRIPTS[kind]), callId);
  const { name, summary, intents, ...parts } = script;
  const beep = kind === 'voicemail';
  const turns = linesWithin(seconds, parts, direction, beep);
  return { name, lang: 'en', beep, turns, summary, intents, resolution: resolution ?? script.resolution };
}

function endingIn(resolution: Resolution | undefined, scripts: readonly Script[]): readonly Script[] {
  if (resolution === undefined) return scripts;
  const same = scripts.filter((script) => script.resolution === resolution);
  return same.length > 0 ? same : scripts.filter((script) => script.resolution === 'escalated');
}

type Parts = Pick<Script, 'opening' | 'body' | 'closing'>;

/** The most lines that fit: first the body gives up its last lines, then the closing goes; the first line stays. */
function linesWithin(
  seconds: number,
  { opening, body, closing }: Parts,
  direction: DialogueRequest['direction'],
  beep: boolean,
): readonly Line[] {
  const fits = (lines: readonly Line[]): boolean => estimateSeconds(lines, { beep }) <= seconds;
  const first = opening[direction];
  for (let kept = body.length; kept >= 0; kept -= 1) {
    const lines = [...first, ...body.slice(0, kept), ...closing];
    if (fits(lines)) return lines;
  }
  return fits(first) ? first : first.slice(0, 1);
}

/** Neighbouring ids get unlike dialogues: the id is hashed (FNV-1a, 32 bits) before the scripts are counted off. */
export function hashOf(callId: number): number {
  let hash = 0x811c9dc5;
  for (const character of String(callId)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}

function pick(scripts: readonly Script[], callId: number): Script {
  const script = scripts[hashOf(callId) % scripts.length];
  if (script === undefined) throw new Error('a table of scripts is empty');
  return script;
}
