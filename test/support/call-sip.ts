type Message = {
  readonly direction: string;
  readonly method: string;
  readonly status: number | null;
  readonly text: string;
};
type CallSip = {
  readonly legs: readonly { readonly end: string; readonly messages: readonly Message[] }[];
  readonly sound: readonly { readonly end: string }[];
};

/**
 * The SIP of a call as `/v1` answers it: of each leg whose it was, and its requests and final responses (`> INVITE`
 * came, `< 200` was sent); the texts of its INFOs; the ends whose sound was measured.
 */
export async function sipOf({ send }: { send(path: string): Promise<{ readonly json: unknown }> }, callId: number) {
  const { legs, sound } = (await send(`/v1/calls/${callId}/sip`)).json as CallSip;
  return {
    steps: legs.map(({ end, messages }) => [end, messages.filter(isFinal).map(stepOf).join(', ')]),
    infos: legs.flatMap(({ messages }) => messages.filter(isInfo).map(({ text }) => text)),
    ends: sound.map(({ end }) => end),
  };
}

const isFinal = ({ status }: Message): boolean => status === null || status >= 200;
const isInfo = ({ method, status }: Message): boolean => method === 'INFO' && status === null;

function stepOf({ direction, method, status }: Message): string {
  return `${direction === 'received' ? '>' : '<'} ${status ?? method}`;
}
