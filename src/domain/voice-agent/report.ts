/** What is told of a talk when it is over: how it ended, what it was about, and what the caller wanted. Pure. */
import type { FinOutcome, Intent, Resolution } from '../call/external-call.ts';
import { turnsWithoutCards } from '../call/card-numbers.ts';
import { cutSummary } from '../call/external-call.ts';
import type { Dialogue, HandOverReason } from './dialogue.ts';

/** Intents that are told, at most: the newest ones. */
const MAX_INTENTS = 5;
const MAX_QUOTE_LENGTH = 80;

/** The report. The summary has 256 characters at most. */
export function reportOf(dialogue: Dialogue): FinOutcome {
  return { resolution: resolutionOf(dialogue), summary: summaryOf(dialogue), intents: intentsOf(dialogue) };
}

/**
 * How the talk ended, from what happened in it. A caller who hangs up is taken to have been helped unless they said no.
 */
export function resolutionOf({ handedOver, answers }: Dialogue): Resolution {
  if (handedOver !== null) return handedOver === 'procedure' ? 'procedure_handoff' : 'escalated';
  const verdict = answers.findLast(({ helped }) => helped !== null)?.helped ?? null;
  if (verdict === null) return 'assumed_resolution';
  return verdict ? 'confirmed_resolution' : 'negative_feedback';
}

const REASONS = {
  asked_for: 'The caller asked for a person.',
  not_understood: 'The voice agent did not understand the caller.',
  not_helped: 'The answer did not help.',
  trouble: 'The voice agent had trouble on its side.',
  limit: 'The call took longer than the voice agent may talk.',
  procedure: 'A person does the rest.',
} as const satisfies Record<HandOverReason, string>;

/** What was asked first, what was answered, and why a person takes over; what does not fit is left out. */
export function summaryOf({ asked, answers, handedOver }: Dialogue): string {
  // A number may continue from one turn to the next.
  const [first] = turnsWithoutCards(asked.map((text) => ({ speaker: 'user', text })));
  const parts = [
    ...(first === undefined ? ['The caller said nothing.'] : [`The caller said: “${quoted(first.text)}”.`]),
    ...answers.map(({ title, helped }) => `Answered with “${quoted(title)}”${HELPED[String(helped)] ?? ''}.`),
    ...(handedOver === null ? [] : [REASONS[handedOver]]),
  ];
  // The reason is worth more than an answer in the middle.
  while (parts.join(' ').length > 256 && parts.length > 2) parts.splice(1, 1);
  return cutSummary(parts.join(' '));
}

const HELPED: Readonly<Record<string, string>> = { true: ', which helped', false: ', which did not help' };

/** What was said, shortened; long rows of digits, which may be of a card, are left out. */
function quoted(text: string): string {
  const single = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\d(?:[ -]?\d){11,}/g, '[number]')
    .trim();
  return single.length <= MAX_QUOTE_LENGTH ? single : `${single.slice(0, MAX_QUOTE_LENGTH).trimEnd().toWellFormed()}…`;
}

/** The articles that answered, under their titles, each once, and the wish for a person. */
export function intentsOf({ answers, handedOver }: Dialogue): readonly Intent[] {
  const best = new Map<string, number>();
  for (const { title, score } of answers) {
    const name = slugOf(title);
    if (name !== '') best.set(name, Math.max(best.get(name) ?? 0, Math.round(Math.min(1, score) * 100) / 100));
  }
  const asked = handedOver === 'asked_for' ? [{ name: 'speak_to_human', confidence: 1 }] : [];
  return [...[...best].map(([name, confidence]) => ({ name, confidence })).slice(asked.length - MAX_INTENTS), ...asked];
}

/** `Where is my order?` is `where_is_my_order`. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[’']/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
}
