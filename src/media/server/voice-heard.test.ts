import { createFakeMedia } from '../../../test/support/fake-media.ts';
import type { MakeMedia } from '../../../test/support/media-world.ts';
import { describeVoices, describeVoicesHeard } from '../../../test/support/voice-conformance.ts';
import { createMediaEngine } from './media-engine.ts';

const PORTS = { first: 42_000, last: 42_999 };

const make: MakeMedia = async ({ legsMax = 200, workers = 2 }) => {
  const media = createMediaEngine({ workers, legsMax, host: '127.0.0.1', ports: PORTS });
  return { media, kill: (legId) => media.terminateWorker(legId) };
};

describeVoices('sound that is only written down', createFakeMedia);
describeVoices('the engine of this process', () => createMediaEngine({ workers: 1, host: '127.0.0.1', ports: PORTS }));
describeVoicesHeard('the engine of this process', make, 'pages');
describeVoicesHeard('the engine of this process', make, 'telephones');
