/**
 * Why a WebSocket is closed: RFC 6455, section 7.4.1, and two codes of our own. Read by the server and by its pages.
 */

/** Close codes by their meaning. `superseded`: another page took over. `signedOut`: the session ended. */
export const CLOSE = { goingAway: 1001, unsupported: 1003, policy: 1008, superseded: 4001, signedOut: 4002 } as const;
