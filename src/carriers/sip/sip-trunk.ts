/** What the user agent has to know of a trunk: how it is reached, and who we are there. A `Trunk` is one. */

/** How a trunk is reached. */
export type SipTrunk = {
  readonly id: number;
  /** A name, or an IP address without brackets. The certificate has to have this name. */
  readonly host: string;
  /** Null: DNS says it, or the transport's own. */
  readonly port: number | null;
  /** In the order in which they are tried; at least one. */
  readonly transports: readonly ('udp' | 'tcp' | 'tls')[];
  /** `host` or `host:port` that every request goes to first; null: none. */
  readonly outboundProxy: string | null;
  /** Null: the trunk knows us by our address alone. */
  readonly username: string | null;
  readonly password: string | null;
  /** Whether we register with it. */
  readonly registers: boolean;
  /** Addresses and CIDR ranges that it calls from, besides those that its host has. */
  readonly inboundAddresses: readonly string[];
};
