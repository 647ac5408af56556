/** Why a message is not taken, as one table, and what is left of it to answer. */
import type { Header } from './message.ts';

/**
 * The status to answer, and a phrase that names the problem: "The Reason-Phrase SHOULD identify the syntax problem in
 * more detail" (RFC 3261 section 21.4.1).
 */
export const READING_FAULTS = {
  too_long: { status: 513, phrase: 'Message Too Large' },
  head_too_long: { status: 513, phrase: 'Message Too Large' },
  line_too_long: { status: 513, phrase: 'Header Field Too Long' },
  too_many_headers: { status: 513, phrase: 'Too Many Header Fields' },
  no_end: { status: 400, phrase: 'Header Fields Do Not End' },
  bad_line_end: { status: 400, phrase: 'Bad Line End' },
  bad_start_line: { status: 400, phrase: 'Bad Request-Line' },
  bad_request_uri: { status: 400, phrase: 'Bad Request-URI' },
  bad_version: { status: 505, phrase: 'Version Not Supported' },
  bad_status: { status: 400, phrase: 'Bad Status-Line' },
  bad_header: { status: 400, phrase: 'Bad Header Field' },
  bad_list: { status: 400, phrase: 'Unbalanced Quotes' },
  repeated_header: { status: 400, phrase: 'Repeated Header Field' },
  missing_via: { status: 400, phrase: 'Missing Via' },
  bad_via: { status: 400, phrase: 'Bad Via' },
  missing_from: { status: 400, phrase: 'Missing From' },
  bad_from: { status: 400, phrase: 'Bad From' },
  missing_to: { status: 400, phrase: 'Missing To' },
  bad_to: { status: 400, phrase: 'Bad To' },
  missing_call_id: { status: 400, phrase: 'Missing Call-ID' },
  missing_cseq: { status: 400, phrase: 'Missing CSeq' },
  bad_cseq: { status: 400, phrase: 'Bad CSeq' },
  cseq_mismatch: { status: 400, phrase: 'CSeq Method Mismatch' },
  bad_max_forwards: { status: 400, phrase: 'Bad Max-Forwards' },
  bad_contact: { status: 400, phrase: 'Bad Contact' },
  bad_route: { status: 400, phrase: 'Bad Route' },
  bad_content_length: { status: 400, phrase: 'Bad Content-Length' },
  missing_content_length: { status: 400, phrase: 'Missing Content-Length' },
  body_too_short: { status: 400, phrase: 'Body Shorter Than Content-Length' },
} as const satisfies Record<string, { readonly status: number; readonly phrase: string }>;

/** What is wrong with a message. */
export type ReadingFault = keyof typeof READING_FAULTS;

/** A message that is not taken. */
export type ReadingRefusal = {
  readonly fault: ReadingFault;
  readonly status: number;
  readonly phrase: string;
  /**
   * What an answer copies. Null where none may be sent: to a response, to an ACK, or where no Via was read to send it
   * along.
   */
  readonly answerable: { readonly method: string; readonly headers: readonly Header[] } | null;
};

/** The refusal of a fault; `method` is null for a response and for what is neither. */
export function refuseReading(fault: ReadingFault, method: string | null, headers: readonly Header[]): ReadingRefusal {
  const mayAnswer = method !== null && method !== 'ACK' && headers.some(({ name }) => name === 'Via');
  return { fault, ...READING_FAULTS[fault], answerable: mayAnswer ? { method, headers } : null };
}
