/** Webhooks and events of the log, as tests need them. */
import type { LoggedEvent, SentWebhook } from '#domain/ports/webhooks.ts';

const START = new Date('2026-11-28T10:00:00.000Z');

/** A live webhook in the format `standard` that wants everything, unless told otherwise. */
export function aWebhook(change: Partial<SentWebhook> = {}): SentWebhook {
  return {
    id: 1,
    workspaceId: 1,
    url: 'https://hooks.example.com/calls',
    format: 'standard',
    events: [],
    description: '',
    state: 'live',
    reason: null,
    userName: null,
    failingSince: null,
    createdAt: START,
    updatedAt: START,
    secrets: { secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', former: null, formerUntil: null },
    sinceSeq: 0,
    ...change,
  };
}

/** An event of call 1 of workspace 1. */
export function aLogged(seq: number, change: Partial<LoggedEvent> = {}): LoggedEvent {
  return { seq, type: 'hung_up', data: {}, at: START, workspaceId: 1, callId: 1, ...change };
}
