/** What we read at most. Each is far above what telephony sends, and keeps our work for a stranger small and linear. */
export const SIP_LIMITS = {
  /** Bytes of a whole message, head and body: what UDP can carry (RFC 3261 section 18.1.1). */
  messageBytes: 65_535,
  /** Bytes of the start line and the header fields together. */
  headBytes: 32_768,
  /** Characters of a header field after unfolding. */
  lineLength: 8192,
  /** Header field values, with lists taken apart. */
  headers: 256,
  /** Parameters of a URI, of an address or of a Via. */
  parameters: 64,
  /** Multiparts within a multipart. */
  nesting: 4,
  /** Parts of a multipart body. */
  parts: 32,
} as const;
