/** Reading calls, and what belongs to them. */
import { Type } from 'typebox';
import type { Call } from '#domain/call/call.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import { isWithheld } from '#domain/directory/withheld-number.ts';
import type { Route } from '#http/surface.ts';
import { readId, recordingUrl } from '../kit.ts';
import { CallObject, EventObject, ExternalCallObject, NewNotedCall, TextMessageObject } from './call-schema.ts';
import { TranscriptObject } from './transcript-schema.ts';
import { writeCall, writeEvent, writeExternalCall, writeTextMessage, writeTranscript } from './call-write.ts';
import { NARROWED, readNarrowed } from './call-filters.ts';
import { FIND } from './contact-schema.ts';
import { wrongPhones } from './contacts.ts';
import type { Desk } from './operation.ts';
import { answered, operation } from './operation.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import { FIND_DETAIL, readFind } from './read.ts';

/** Writes calls with addresses of their recordings. */
export function callWriter(desk: Desk): (call: Call) => object {
  const urlOf = recordingUrl(desk);
  return (call) => writeCall(call, urlOf);
}

/** The routes that read calls. */
export function callRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  const write = callWriter(desk);
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/calls',
      operationId: 'listCalls',
      summary: 'List calls, newest first',
      tag: 'Calls',
      description:
        '`search` finds calls of contacts by a part of a name, an email address or a number, and calls in which all of its words ' +
        'were said (quotes hold words together). Of more contacts or transcripts, the newest 100 and 500 count. Of several parameters, ' +
        'all hold.',
      query: { ...PAGE_QUERY, search: FIND, ...NARROWED },
      answers: { 200: pageOf(CallObject) },
      handle: async (ask) => {
        const text = readFind(ask.query['search']);
        if (text === undefined)
          return problems('query_invalid', ask.requestId, { errors: [{ parameter: 'search', detail: FIND_DETAIL }] });
        const where = readNarrowed(ask.query);
        if ('parameter' in where) return problems('query_invalid', ask.requestId, { errors: [where] });
        const among = text === null ? null : await engine.findCalls(ask.workspaceId, text);
        return page(desk, ask, {
          readKey: readId,
          keyOf: (call: Call) => call.id,
          read: async (beyond, limit) => engine.calls.before(ask.workspaceId, beyond, limit, among, where),
          write,
        });
      },
    }),
    noteRoute(desk),
    operation(desk, {
      method: 'GET',
      path: '/v1/calls/:id',
      operationId: 'showCall',
      summary: 'Get a call',
      description: 'One shape for every call, live or finished, whichever API it was made by; readable by id for good.',
      tag: 'Calls',
      answers: { 200: CallObject },
      handle: async (ask) => {
        const call = await engine.calls.byId(ask.workspaceId, ask.id);
        return call === null ? problems('call_unknown', ask.requestId) : { status: 200, body: write(call) };
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/calls/:id/events',
      operationId: 'listCallEvents',
      summary: 'List call events',
      description: 'The first 1,000 events.',
      tag: 'Calls',
      answers: { 200: Type.Object({ data: Type.Array(EventObject), next_cursor: Type.Null() }) },
      handle: async (ask) => {
        const call = await engine.calls.byId(ask.workspaceId, ask.id);
        if (call === null) return problems('call_unknown', ask.requestId);
        const events = await engine.calls.events(ask.workspaceId, ask.id);
        return { status: 200, body: { data: events.map(writeEvent), next_cursor: null } };
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/calls/:id/transcript',
      operationId: 'showTranscript',
      summary: 'Get a transcript',
      description: 'For a live call, what was said so far.',
      tag: 'Calls',
      answers: { 200: TranscriptObject },
      handle: async (ask) => {
        const transcript = await engine.transcripts.byCall(ask.workspaceId, ask.id);
        return transcript === null
          ? problems('transcript_unknown', ask.requestId)
          : { status: 200, body: writeTranscript(transcript) };
      },
    }),
  ];
}

/**
 * The door of calls that no one here carries; every other call comes through its vendor's API, its carrier or the
 * simulator.
 */
function noteRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'POST',
    path: '/v1/calls',
    operationId: 'noteCall',
    summary: "Note a call that the customer's own telephony carries",
    description:
      'It is `action_only` and counts as answered from now on; nothing is rung, recorded or written down. `hang_up` ends it ' +
      '(`action_only_finished`), and so do four hours. `own_number` is one of the workspace.',
    tag: 'Calls',
    body: NewNotedCall,
    answers: { 201: CallObject },
    handle: async (ask) => {
      const { workspaceId, requestId, requestKey } = ask;
      const { direction = 'inbound', contact_number: contact, own_number: own = null, lang = 'en' } = ask.body;
      const isAnonymous = isWithheld(contact) && direction === 'inbound';
      const number = isAnonymous ? null : readPhoneNumber(contact);
      const ownNumber = own === null ? null : readPhoneNumber(own);
      const wrong = [
        ...(number === null && !isAnonymous ? ['/contact_number'] : []),
        ...(own !== null && ownNumber === null ? ['/own_number'] : []),
      ];
      if (wrong.length > 0) return wrongPhones(desk, requestId, wrong);
      const asked = { workspaceId, direction, number, ownNumber, lang, requestKey };
      return answered(desk, ask, await desk.engine.noteCall(asked), callWriter(desk), 201);
    },
  });
}

/** The routes of announced calls and of text messages. */
export function outboxRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/external_calls/:id',
      operationId: 'showExternalCall',
      summary: 'Get an external call',
      tag: 'External calls',
      answers: { 200: ExternalCallObject },
      handle: async (ask) => {
        const external = await engine.externalCalls.byId(ask.workspaceId, ask.id);
        return external === null
          ? problems('external_call_unknown', ask.requestId)
          : { status: 200, body: writeExternalCall(external) };
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/outbox',
      operationId: 'listTextMessages',
      summary: 'List text messages, newest first',
      description:
        'With the text account of a trunk they are sent by its provider, once each; else the simulator keeps them, and sends none.',
      tag: 'Outbox',
      query: PAGE_QUERY,
      answers: { 200: pageOf(TextMessageObject) },
      handle: async (ask) =>
        page(desk, ask, {
          readKey: readId,
          keyOf: ({ id }) => id,
          read: async (beyond, limit) => engine.redirects.messages(ask.workspaceId, beyond, limit),
          write: writeTextMessage,
        }),
    }),
  ];
}
