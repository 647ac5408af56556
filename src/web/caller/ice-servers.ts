/** Asks by which STUN and TURN servers the sound may go; none when the server does not say so in time. */
export async function findIceServers(): Promise<RTCIceServer[]> {
  try {
    const answer = await fetch('/ice-servers', { signal: AbortSignal.timeout(2_000) });
    if (!answer.ok) return [];
    // Our own server's answer: see src/web/pages/ice-servers.ts.
    return ((await answer.json()) as { iceServers: RTCIceServer[] }).iceServers;
  } catch {
    return [];
  }
}
