/** All verbs that ask a server. */
import type { Verb } from './verb.ts';
import { call } from './verbs/call.ts';
import { callsGet } from './verbs/calls-get.ts';
import { callsLs } from './verbs/calls-ls.ts';
import { callsWatch } from './verbs/calls-watch.ts';
import { exportCalls } from './verbs/export.ts';
import { listen } from './verbs/listen.ts';
import { mcp } from './verbs/mcp.ts';
import { play } from './verbs/play.ts';
import { login } from './verbs/login.ts';
import { simulate } from './verbs/simulate.ts';
import { transcript } from './verbs/transcript.ts';
import { resend } from './verbs/resend.ts';
import { tailDeliveries } from './verbs/tail-deliveries.ts';
import { tailRequests } from './verbs/tail-requests.ts';
import { tailEvents } from './verbs/tail-events.ts';
import { trigger } from './verbs/trigger.ts';
import { whoami } from './verbs/whoami.ts';

/** In the order of the help. */
export const VERBS: readonly Verb[] = [
  login,
  whoami,
  callsLs,
  callsGet,
  callsWatch,
  tailEvents,
  tailDeliveries,
  tailRequests,
  listen,
  trigger,
  simulate,
  call,
  transcript,
  play,
  resend,
  exportCalls,
  mcp,
];
