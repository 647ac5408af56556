import type { Trunk } from '#domain/directory/trunk.ts';

/** What the user agent has to know of a trunk: how it is reached, and who we are there. */
export type SipTrunk = Pick<
  Trunk,
  'id' | 'host' | 'port' | 'transports' | 'outboundProxy' | 'username' | 'password' | 'registers' | 'inboundAddresses'
>;
