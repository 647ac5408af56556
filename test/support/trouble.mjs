// Loaded into a server under test by `--import`: the timer of ten minutes takes half a second, and three messages on standard signals
// bring trouble. SIGUSR2 brings what TROUBLE names.
import process from 'node:process';

const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (run, milliseconds, ...rest) => realTimeout(run, milliseconds === 600_000 ? 500 : milliseconds, ...rest),
  realTimeout,
);

const TROUBLE = {
  rejection: () => void Promise.reject(new Error('a planted rejection')),
  exception: () => {
    throw new Error('a planted exception');
  },
};
process.on('SIGUSR2', () => TROUBLE[process.env.TROUBLE]?.());
