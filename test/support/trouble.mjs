// Loaded into a server under test by `--import`: SIGUSR2 brings the trouble that TROUBLE names. The timers of ten
// minutes never come by themselves; the trouble `timers` is that all of them come at once.
import process from 'node:process';

const realTimeout = globalThis.setTimeout;
const held = [];
globalThis.setTimeout = Object.assign((run, milliseconds, ...rest) => {
  if (milliseconds === 600_000) held.push(() => run(...rest));
  return realTimeout(run, milliseconds, ...rest);
}, realTimeout);

const TROUBLE = {
  rejection: () => void Promise.reject(new Error('a planted rejection')),
  exception: () => {
    throw new Error('a planted exception');
  },
  timers: () => {
    for (const run of held.splice(0)) run();
  },
};
process.on('SIGUSR2', () => TROUBLE[process.env.TROUBLE]?.());
