/** Reports: figures of a span of time. */
import { Type } from 'typebox';
import type { HandOverReason } from '#domain/voice-agent/dialogue.ts';
import { HAND_OVER_REASONS } from '#domain/voice-agent/dialogue.ts';
import type { VoiceReport } from '#domain/voice-agent/figures.ts';
import { FIRST_SOUND_MS } from '#domain/voice-agent/figures.ts';
import { readInstantOrDay } from '#http/instant.ts';
import type { Route } from '#http/surface.ts';
import { orNull, time } from '../shapes.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';
import { writeTime } from './write.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The longest span of a report. Days. */
const MAX_DAYS = 92;

const count = Type.Integer({ minimum: 0 });
const counted = (description: string) => Type.Integer({ minimum: 0, description });
const within = orNull(
  Type.Integer({ minimum: FIRST_SOUND_MS[0], maximum: FIRST_SOUND_MS.at(-1) ?? 0, examples: [900] }),
);

const REASON_WORDS = {
  asked_for: 'The caller asked for a person.',
  not_understood: 'The agent did not understand them.',
  not_helped: 'They said that the answer did not help.',
  trouble: 'Something that the agent needs had failed.',
  limit: 'The talk took too long.',
  procedure: 'An article says that a person does the rest: planned, and no failure.',
} as const satisfies Record<HandOverReason, string>;

const VoiceReportObject = Type.Object(
  {
    from: { ...time, description: 'The beginning of an hour of UTC.' },
    to: { ...time, description: 'The beginning of an hour, or now.' },
    talks: counted('Talks that ended: each is in one of `resolved`, `unhelped`, `left` and `handed_over`.'),
    resolved: Type.Object({
      confirmed: counted('The caller said that it helped.'),
      assumed: counted('They were answered, and said nothing against it.'),
    }),
    unhelped: counted('They said that it did not help, and hung up.'),
    left: counted('They hung up without an answer.'),
    handed_over: Type.Object(
      Object.fromEntries(HAND_OVER_REASONS.map((reason) => [reason, counted(REASON_WORDS[reason])])),
    ),
    not_understood: counted('Turns of callers that the agent did not understand.'),
    fallbacks: counted('Engines that failed in a talk, so that another one or a person took over.'),
    first_sound: Type.Object(
      { answers: count, p50_ms: within, p95_ms: within },
      {
        description:
          'From the end of what a caller said to the first sound of the answer: half of the answers, and 95 of a hundred, began within so ' +
          `many milliseconds, to the next of ${FIRST_SOUND_MS.join(', ')}; the last one is for all that took longer. “One moment, please.” is no answer.`,
      },
    ),
  },
  { title: 'VoiceAgentReport' },
);

/** The routes of reports. */
export function reportRoutes(desk: Desk): Route[] {
  const { engine, clock, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/reports/voice_agent',
      operationId: 'reportVoiceAgent',
      summary: 'Report what talks of the voice agent came to',
      description:
        `Of the talks that ended in whole hours of UTC, from \`from\` to \`to\`: without \`to\` until now, without \`from\` of the 24 hours before \`to\`; at most ${MAX_DAYS} days. ` +
        'Simulated talks are not in it. How many stayed with the agent says nothing alone: read it beside those who left and those who were not helped.',
      tag: 'Reports',
      query: { from: time, to: time },
      answers: { 200: VoiceReportObject },
      handle: async ({ workspaceId, query, requestId }) => {
        const { from, to, errors } = readSpan(query, clock.now());
        if (errors.length > 0) return problems('query_invalid', requestId, { errors });
        return { status: 200, body: writeReport(from, to, await engine.live.voiceReport(workspaceId, from, to)) };
      },
    }),
  ];
}

type Span = {
  readonly from: Date;
  readonly to: Date;
  readonly errors: readonly { readonly parameter: string; readonly detail: string }[];
};

/** Borders within an hour are those of its beginning. */
function readSpan(query: Readonly<Record<string, string | undefined>>, now: Date): Span {
  const read = (name: string): Date | null | undefined => {
    const text = query[name];
    return text === undefined ? undefined : readInstantOrDay(text, 'query');
  };
  const [asked, until] = [read('from'), read('to')];
  const to = until == null ? now : hourOf(until);
  const from = hourOf(asked ?? new Date(to.getTime() - DAY_MS));
  const span = to.getTime() - from.getTime();
  const malformed = ['from', 'to'].filter((name) => read(name) === null);
  const errors = malformed.map((parameter) => ({ parameter, detail: 'is no time' }));
  if (errors.length === 0 && span < 0) errors.push({ parameter: 'from', detail: 'is later than `to`' });
  if (errors.length === 0 && span > MAX_DAYS * DAY_MS)
    errors.push({ parameter: 'from', detail: `is more than ${MAX_DAYS} days before \`to\`` });
  return { from, to, errors };
}

function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}

function writeReport(from: Date, to: Date, { firstSound, ...report }: VoiceReport): object {
  return {
    from: writeTime(from),
    to: writeTime(to),
    talks: report.talks,
    resolved: report.resolved,
    unhelped: report.unhelped,
    left: report.left,
    handed_over: report.handedOver,
    not_understood: report.notUnderstood,
    fallbacks: report.fallbacks,
    first_sound: { answers: firstSound.answers, p50_ms: firstSound.p50Ms, p95_ms: firstSound.p95Ms },
  };
}
