/** The carriers of one engine, in the order in which they try. */
import type { Call } from '#domain/call/call.ts';
import type { TextMessage } from '#domain/call/redirect.ts';

/** A carrier, as the engine sees it. */
export type CarrierPort = {
  readonly name: string;
  /** Whether it can reach a phone, so that it may take over where another one has failed. Absent: it can. */
  readonly reachesPhones?: boolean;
  /**
   * The names under which it reaches phones for the workspace alone, in the order in which they try. A workspace with
   * any of its own is carried by them and by no one else. Absent: it carries every workspace, under its own name.
   */
  ofWorkspace?(workspaceId: number): readonly string[];
  follow(call: Call): void;
  sendText(message: TextMessage): Promise<boolean>;
};

export type Carriers = {
  /** The first one added tries first. */
  add(carrier: CarrierPort): void;
  /** The names that reach phones for the workspace, in the order in which they try. */
  reaching(workspaceId: number): readonly string[];
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
    reaching(workspaceId) {
      const own = carriers.flatMap((carrier) => carrier.ofWorkspace?.(workspaceId) ?? []);
      if (own.length > 0) return own;
      const shared = carriers.filter((each) => each.reachesPhones !== false && each.ofWorkspace === undefined);
      return shared.map(({ name }) => name);
    },
    follow(call) {
      for (const carrier of carriers) carrier.follow(call);
    },
    sendText: async (message) => carriers.find(takesTexts)?.sendText(message) ?? false,
  };
}

/** Carriers of single workspaces send no texts. */
function takesTexts({ ofWorkspace }: CarrierPort): boolean {
  return ofWorkspace === undefined;
}
