/** The carriers of one engine, in the order in which they try. */
import type { Call } from '#domain/call/call.ts';
import type { TextMessage } from '#domain/call/redirect.ts';

/** A carrier, as the engine sees it. */
export type CarrierPort = {
  readonly name: string;
  /** Whether it can reach a phone, so that it may take over where another one has failed. Absent: it can. */
  readonly reachesPhones?: boolean;
  follow(call: Call): void;
  sendText(message: TextMessage): Promise<boolean>;
};

export type Carriers = {
  /** The first one added tries first. */
  add(carrier: CarrierPort): void;
  /** The name of the first; `none` before there is one. */
  firstName(): string;
  /** Those that may take over where another has failed. */
  reaching(): readonly CarrierPort[];
  /** Tells every carrier how the call stands. */
  follow(call: Call): void;
  /** Hands the message to the first; false when it refuses it. */
  sendText(message: TextMessage): Promise<boolean>;
};

/** Makes the empty list. */
export function createCarriers(): Carriers {
  const carriers: CarrierPort[] = [];
  return {
    add: (carrier) => void carriers.push(carrier),
    firstName: () => carriers[0]?.name ?? 'none',
    reaching: () => carriers.filter(({ reachesPhones }) => reachesPhones !== false),
    follow(call) {
      for (const carrier of carriers) carrier.follow(call);
    },
    sendText: async (message) => carriers[0]?.sendText(message) ?? false,
  };
}
