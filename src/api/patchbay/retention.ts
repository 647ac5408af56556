/** How long the workspace keeps what is personal, and what would go. */
import { Type } from 'typebox';
import type { Retention, RetentionCounts, RetentionKind } from '#domain/directory/retention.ts';
import { MAX_COUNTED, RETENTION_DAYS, RETENTION_KINDS } from '#domain/directory/retention.ts';
import type { Route } from '#http/surface.ts';
import { change, orNull } from '../shapes.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';

const days = Type.Integer({ minimum: RETENTION_DAYS.min, maximum: RETENTION_DAYS.max, examples: [365] });
const NAMES = {
  recordings: 'recording_days',
  voicemails: 'voicemail_days',
  transcripts: 'transcript_days',
  messages: 'message_days',
  calls: 'call_days',
} as const satisfies Record<RetentionKind, string>;
const FIELDS = {
  recording_days: orNull(days),
  voicemail_days: orNull(days),
  transcript_days: orNull(days),
  message_days: orNull(days),
  call_days: Type.Union([days, Type.Null()], {
    description: 'Who was in a call and all that was said in it; its times, queue, agent, state and lengths stay.',
  }),
};
const RetentionObject = Type.Object(FIELDS, { title: 'Retention', description: 'Days; null is for good.' });
const RetentionChange = change(FIELDS, 'RetentionChange');
const count = Type.Integer({ minimum: 0, maximum: MAX_COUNTED });
const RetentionPreview = Type.Object(
  { recordings: count, voicemails: count, transcripts: count, messages: count, calls: count },
  { title: 'RetentionPreview', description: `${MAX_COUNTED}: as many, or more.` },
);

/** The routes of retention. */
export function retentionRoutes(desk: Desk): Route[] {
  const { clock } = desk;
  const { retention } = desk.administration;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/workspace/retention',
      operationId: 'showRetention',
      summary: 'Get how long what is kept',
      tag: 'Workspace',
      answers: { 200: RetentionObject },
      handle: async ({ workspaceId }) => ({ status: 200, body: writeRetention(await retention.of(workspaceId)) }),
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/workspace/retention',
      operationId: 'updateRetention',
      summary: 'Set how long what is kept',
      description:
        'What is older goes in the night, at 03:23 UTC, unless a legal hold stands on it. It cannot be brought back.',
      tag: 'Workspace',
      body: RetentionChange,
      answers: { 200: RetentionObject },
      handle: async ({ workspaceId, body }) => {
        const named = RETENTION_KINDS.filter((kind) => body[NAMES[kind]] !== undefined);
        const asked = Object.fromEntries(named.map((kind) => [kind, body[NAMES[kind]] ?? null]));
        return { status: 200, body: writeRetention(await retention.change(workspaceId, asked)) };
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/workspace/retention/preview',
      operationId: 'previewRetention',
      summary: 'Count what would go in the next night',
      description: 'By the workspace’s retention, or by the days that are named here.',
      tag: 'Workspace',
      query: Object.fromEntries(Object.values(NAMES).map((name) => [name, days])),
      answers: { 200: RetentionPreview },
      handle: async ({ workspaceId, query, requestId }) => {
        const wrong = Object.values(NAMES).filter(
          (name) => query[name] !== undefined && readDays(query[name]) === null,
        );
        const detail = `must be a number from ${RETENTION_DAYS.min} to ${RETENTION_DAYS.max}`;
        if (wrong.length > 0)
          return desk.problems('query_invalid', requestId, {
            errors: wrong.map((parameter) => ({ parameter, detail })),
          });
        const kept = await retention.of(workspaceId);
        const asked = RETENTION_KINDS.map((kind) => [kind, readDays(query[NAMES[kind]]) ?? kept[kind]] as const);
        // One entry for each kind.
        const wished = Object.fromEntries(asked) as Record<RetentionKind, number | null>;
        const counts: RetentionCounts = await retention.due(workspaceId, wished, clock.now());
        return { status: 200, body: counts };
      },
    }),
  ];
}

function readDays(text: string | undefined): number | null {
  if (text === undefined || !/^[1-9]\d{0,3}$/.test(text)) return null;
  return Number(text) <= RETENTION_DAYS.max ? Number(text) : null;
}

/** How long each kind is kept. */
export function writeRetention(retention: Retention): object {
  return Object.fromEntries(RETENTION_KINDS.map((kind) => [NAMES[kind], retention[kind]]));
}
