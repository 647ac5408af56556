/** Testing a trunk without a call: what works of it, step by step, and in a sentence what does not. */
import { isIP } from 'node:net';
import type { Clock } from '#domain/ports/stores.ts';
import type { ProbeStep } from '#domain/ports/trunk-book.ts';
import { newWord } from './randomness.ts';
import { faultOf, registerDraft } from './registration-client.ts';
import type { Draft, Heard } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { Target } from './targets.ts';
import { firstHopOf } from './targets.ts';
import { faultOfOptions, optionsDraft } from './trunk-watch.ts';
import type { UserAgent } from './user-agent.ts';

/** What it needs. */
export type ProbeParts = {
  readonly agent: Pick<UserAgent, 'locate' | 'open' | 'request' | 'lineOf'>;
  readonly clock: Clock;
};

/** How long one answer may take. Three of them, and DNS, stay below 20 s. Milliseconds. */
const ANSWER_WITHIN = 5000;

/** Walks the steps, and ends after the first that fails; those that the trunk does not have are left out. */
export async function probeTrunk(trunk: SipTrunk, { agent, clock }: ProbeParts): Promise<readonly ProbeStep[]> {
  const steps: ProbeStep[] = [];
  const note = (step: ProbeStep['step'], ok: boolean, sentence: string): boolean => {
    steps.push({ step, ok, sentence });
    return ok;
  };
  const ask = async (draft: Draft): Promise<Heard> => {
    const answered = Promise.withResolvers<Heard>();
    const asked = agent.request(trunk, draft, (heard) => {
      if (heard.type === 'failed' || heard.response.status >= 200) answered.resolve(heard);
    });
    const stopWaiting = clock.after(ANSWER_WITHIN, async () => {
      answered.resolve({ type: 'failed', reason: 'timeout', detail: 'It did not answer in 5 seconds.' });
      asked.cancel();
    });
    const heard = await answered.promise;
    stopWaiting();
    return heard;
  };

  const targets = await locate(trunk, agent, note);
  const [target] = targets;
  if (target === undefined || !(await connect(trunk, target, agent, note))) return steps;
  const options = await ask(optionsDraft(trunk));
  if (!note('options', faultOfOptions(options) === null, sayOptions(options, target))) return steps;
  if (!trunk.registers) return steps;
  const line = agent.lineOf(trunk.id);
  // Without a Contact: the credentials are checked, and no binding is made or taken away.
  const how = { callId: newWord(), tag: newWord(), number: 1, seconds: null, line };
  const registered = await ask(registerDraft(trunk, how));
  note('register', isSuccess(registered), sayRegister(registered));
  return steps;
}

type Note = (step: ProbeStep['step'], ok: boolean, sentence: string) => boolean;

async function locate(trunk: SipTrunk, agent: ProbeParts['agent'], note: Note): Promise<readonly Target[]> {
  const { host } = firstHopOf(trunk);
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return agent.locate(trunk);
  try {
    const targets = await agent.locate(trunk);
    const [first] = targets;
    if (first === undefined) note('dns', false, `DNS knows no address of ${host}. Check the spelling of the host.`);
    else {
      const more = targets.length === 1 ? '' : `, and ${targets.length - 1} more`;
      note('dns', true, `${host} is ${placeOf(first)}${more}.`);
    }
    return targets;
  } catch {
    note('dns', false, `DNS did not answer when it was asked for ${host}. Check the network of this server.`);
    return [];
  }
}

/** Connects, where that takes a connection. A certificate that is wrong means that there was one. */
async function connect(trunk: SipTrunk, target: Target, agent: ProbeParts['agent'], note: Note): Promise<boolean> {
  if (target.transport === 'UDP') return true;
  const flow = await agent.open(target, trunk.id);
  const isConnected = !('fault' in flow) || flow.fault === 'bad_certificate';
  const connected = `A connection to ${placeOf(target)} was made.`;
  if (!note('connect', isConnected, 'fault' in flow && !isConnected ? flow.detail : connected)) return false;
  if (target.transport !== 'TLS') return true;
  return note('tls', !('fault' in flow), 'fault' in flow ? flow.detail : `The certificate is for ${target.name}.`);
}

function sayOptions(heard: Heard, target: Target): string {
  if (heard.type === 'failed') {
    const hint = target.transport === 'UDP' ? ' Check the port, and whether a firewall lets UDP through.' : '';
    return `${heard.detail}${heard.reason === 'timeout' ? hint : ''}`;
  }
  return faultOfOptions(heard) ?? `It answered OPTIONS: ${heard.response.status} ${heard.response.reason}.`;
}

function sayRegister(heard: Heard): string {
  if (heard.type === 'failed') return `REGISTER: ${heard.detail}`;
  return isSuccess(heard)
    ? 'The registrar knows the username and the password.'
    : `Asked to register, ${faultOf(heard.response)}`;
}

function isSuccess(heard: Heard): boolean {
  return heard.type === 'response' && heard.response.status < 300;
}

function placeOf({ transport, address, port }: Target): string {
  return `${transport} ${address.includes(':') ? `[${address}]` : address}:${port}`;
}
