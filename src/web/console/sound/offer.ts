/**
 * The peer connection with the server: Opus, the codecs of telephones and key tones, no trickling of candidates. What
 * is said begins in Opus.
 */
import { findIceServers } from './ice-servers.ts';

/** A server on the same network needs no more; what is not found by then is left out. Milliseconds. */
const GATHERING_MS = 2000;

/** A connection whose offer is ready to be sent. */
export type Offered = { readonly peer: RTCPeerConnection; readonly sender: RTCRtpSender; readonly sdp: string };

/** Makes a connection that sends the track, and its offer with all candidates in it. */
export async function makeOffer(track: MediaStreamTrack): Promise<Offered> {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: await findIceServers() });
  const { sender } = offerTrack(peer, track);
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer);
  return { peer, sender, sdp: peer.localDescription?.sdp ?? '' };
}

function offerTrack(peer: RTCPeerConnection, track: MediaStreamTrack): RTCRtpTransceiver {
  const transceiver = peer.addTransceiver(track, { direction: 'sendrecv' });
  const wanted = (RTCRtpReceiver.getCapabilities('audio')?.codecs ?? []).filter(({ mimeType }) =>
    /^audio\/(opus|g722|pcmu|pcma|telephone-event)$/i.test(mimeType),
  );
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
  return transceiver;
}

async function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, GATHERING_MS);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
