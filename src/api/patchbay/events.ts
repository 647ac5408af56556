/** Events as they happen, over a connection that stays open. Source: WHATWG HTML, section 9.2, "Server-sent events". */
import { Type } from 'typebox';
import { MAX_STREAMS, WEBHOOK_FORMATS } from '#domain/ports/webhooks.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';
import type { Mistake } from './refusals.ts';

/** The route. */
export function eventRoute(desk: Desk): Route {
  const { streams, problems } = desk;
  return operation(desk, {
    method: 'GET',
    path: '/v1/events',
    operationId: 'streamEvents',
    summary: 'Follow events',
    description:
      'Streams what webhooks of the format receive, as server-sent events. Each `id` is the sequence number of the event: ' +
      'send the last one as `Last-Event-ID` to resume after it. A comment is sent every 15 seconds. The stream ends after an hour and ' +
      `when the server stops; connect again then. A workspace can have ${MAX_STREAMS} streams at a time.`,
    tag: 'Webhooks',
    query: {
      types: Type.String({
        description: 'Only these event types, comma-separated.',
        examples: ['call.created,call.ended'],
      }),
      format: Type.Enum([...WEBHOOK_FORMATS], { default: 'standard', description: 'Whose words and event types.' }),
      after: Type.Integer({ minimum: 0, description: 'The same as `Last-Event-ID`, which goes before it.' }),
    },
    answers: { 200: Type.String({ description: 'A stream of events, `text/event-stream`.' }) },
    refusals: [409],
    async handle({ query, headers, workspaceId, requestId }): Promise<ApiResponse> {
      const types = query['types'] === undefined ? [] : query['types'].split(',');
      const format = WEBHOOK_FORMATS.find((each) => each === (query['format'] ?? 'standard'));
      const known = streams.typesOf(format ?? 'standard');
      const sent = headers['last-event-id'];
      const asked = (typeof sent === 'string' && sent !== '' ? sent : undefined) ?? query['after'];
      const isNumber = asked === undefined || /^\d{1,15}$/.test(asked);
      const errors: Mistake[] = [
        ...(format === undefined ? [{ parameter: 'format', detail: `is one of ${WEBHOOK_FORMATS.join(', ')}` }] : []),
        ...(types.every((type) => known.includes(type))
          ? []
          : [{ parameter: 'types', detail: `are of ${known.join(', ')}` }]),
        ...(isNumber ? [] : [{ parameter: 'after', detail: 'must be the sequence of an event' }]),
      ];
      if (errors.length > 0) return problems('query_invalid', requestId, { errors });
      const open = async () => streams.open(workspaceId, asked === undefined ? null : Number(asked), types, format);
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
        stream: open,
        instead: problems('streams_full', requestId),
      };
    },
  });
}
