/** What codec the page talks in. TypeScript's types do not know `codec` of an encoding yet. */

/**
 * Talks in it from now on, in the same connection, if it was negotiated; the name is SDP's, in lower case. A browser
 * that cannot change it in mid-call continues as it was, or rejects. Source: W3C webrtc-extensions section 7.
 */
export async function talkIn(sender: RTCRtpSender, codec: string): Promise<void> {
  const parameters = sender.getParameters();
  const wanted = parameters.codecs.find(({ mimeType }) => mimeType.toLowerCase() === `audio/${codec}`);
  const [encoding]: (RTCRtpEncodingParameters & { codec?: RTCRtpCodec })[] = parameters.encodings;
  if (wanted === undefined || encoding === undefined) return;
  encoding.codec = wanted;
  await sender.setParameters(parameters);
}
