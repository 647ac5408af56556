/**
 * What a browser gives a page that makes calls: a microphone, a peer connection and a place to play, without any sound.
 */

import assert from 'node:assert/strict';

/** A track whose end a test can bring about. */
export class FakeTrack extends EventTarget {
  enabled = true;
  isStopped = false;
  readonly label: string;
  constructor(label: string) {
    super();
    this.label = label;
  }
  stop(): void {
    this.isStopped = true;
  }
}

class FakeStream {
  readonly tracks: FakeTrack[];
  constructor(tracks: readonly FakeTrack[] = []) {
    this.tracks = [...tracks];
  }
  addTrack = (track: FakeTrack): void => void this.tracks.push(track);
  removeTrack = (track: FakeTrack): void => void this.tracks.splice(this.tracks.indexOf(track), 1);
  getTracks = (): readonly FakeTrack[] => this.tracks;
  getAudioTracks = (): readonly FakeTrack[] => this.tracks;
}

/** A connection; it stands as soon as it has the server's answer, unless told otherwise. */
export class FakePeer extends EventTarget {
  /** Every connection since the browser was put there. */
  static made: FakePeer[] = [];
  static connects = true;
  connectionState = 'new';
  iceGatheringState = 'complete';
  localDescription: { readonly sdp: string } | null = null;
  answer: string | null = null;
  sent: FakeTrack | null = null;
  readonly options: RTCConfiguration;
  constructor(options: RTCConfiguration) {
    super();
    this.options = options;
    FakePeer.made.push(this);
  }
  addTransceiver(track: FakeTrack) {
    this.sent = track;
    return {
      sender: { replaceTrack: async (next: FakeTrack | null) => void (this.sent = next) },
      setCodecPreferences: () => undefined,
    };
  }
  /** The keys whose tones were sent. */
  tones = '';
  addTrack(track: FakeTrack) {
    this.sent = track;
    const insertDTMF = (tones: string): void => void (this.tones = tones);
    const tonesOf = (): string => this.tones;
    return {
      replaceTrack: async (next: FakeTrack | null) => void (this.sent = next),
      dtmf: {
        canInsertDTMF: true,
        get toneBuffer() {
          return tonesOf();
        },
        insertDTMF,
      },
    };
  }
  async createOffer() {
    return { type: 'offer', sdp: `offer ${FakePeer.made.length}` };
  }
  async setLocalDescription(description: { readonly sdp: string }): Promise<void> {
    this.localDescription = description;
  }
  async setRemoteDescription({ sdp }: { readonly sdp: string }): Promise<void> {
    this.answer = sdp;
    if (FakePeer.connects) this.become('connected');
  }
  become(state: string): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
  close(): void {
    this.connectionState = 'closed';
  }
}

class FakeAudioContext {
  static loops = 0;
  state = 'running';
  sampleRate = 8000;
  destination = {};
  close = async (): Promise<void> => undefined;
  createMediaStreamSource = (mediaStream: FakeStream) => ({
    mediaStream,
    connect: () => undefined,
    disconnect: () => undefined,
  });
  createAnalyser = () => ({
    fftSize: 0,
    getFloatTimeDomainData: (samples: Float32Array) => void samples.fill(FakeMicrophone.loudness),
  });
  createBuffer = (_: number, length: number) => ({ getChannelData: () => new Float32Array(length) });
  createGain = () => ({ gain: { value: 1 }, connect: (to: unknown) => to });
  createBufferSource = () => ({
    connect: (to: unknown) => to,
    start: () => void (FakeAudioContext.loops += 1),
    stop: () => void (FakeAudioContext.loops -= 1),
  });
}

/** What the one microphone does when it is asked for. */
export const FakeMicrophone = {
  /** Thrown instead of opening; null opens it. */
  fault: null as Error | null,
  /** The samples' value, 0 to 1. */
  loudness: 0,
  /** Every track that was opened. */
  opened: [] as FakeTrack[],
};

/** Records what a test gives it; one that was unplugged has ended by itself. */
export class FakeRecorder extends EventTarget {
  /** The last that was made. */
  static last: FakeRecorder | null = null;
  state = 'inactive';
  mimeType = 'audio/webm';
  constructor() {
    super();
    FakeRecorder.last = this;
  }
  start(): void {
    this.state = 'recording';
  }
  stop(): void {
    assert.equal(this.state, 'recording', 'InvalidStateError');
    this.state = 'inactive';
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['said']) }));
    this.dispatchEvent(new Event('stop'));
  }
}

/** How many rings sound at present. */
export function ringsNow(): number {
  return FakeAudioContext.loops;
}

/** Puts it all there, as new. */
export function installBrowserSound(): void {
  Object.assign(FakeMicrophone, { fault: null, loudness: 0, opened: [] });
  FakeAudioContext.loops = 0;
  FakePeer.made = [];
  FakePeer.connects = true;
  const getUserMedia = async () => {
    if (FakeMicrophone.fault !== null) throw FakeMicrophone.fault;
    const track = new FakeTrack('Headset');
    FakeMicrophone.opened.push(track);
    return new FakeStream([track]);
  };
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia }, configurable: true });
  Object.defineProperty(HTMLMediaElement.prototype, 'play', { value: async () => undefined, configurable: true });
  Object.assign(globalThis, {
    isSecureContext: true,
    AudioContext: FakeAudioContext,
    MediaStream: FakeStream,
    MediaRecorder: FakeRecorder,
    RTCPeerConnection: FakePeer,
    RTCRtpReceiver: { getCapabilities: () => ({ codecs: [{ mimeType: 'audio/opus' }, { mimeType: 'audio/PCMU' }] }) },
  });
}
