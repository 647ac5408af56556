// Loaded into a server under test by `--import`: SIGUSR2 sets the clock that it sees by STEP seconds, and what it looks
// at every few seconds it looks at some times a second.
import process from 'node:process';

const realTimeout = globalThis.setTimeout;
const OFTEN = new Set([5_000, 15_000]);
globalThis.setTimeout = Object.assign(
  (run, milliseconds, ...rest) => realTimeout(run, OFTEN.has(milliseconds) ? 100 : milliseconds, ...rest),
  realTimeout,
);

let ahead = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ahead);
    else super(...given);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
process.on('SIGUSR2', () => {
  ahead += Number(process.env.STEP) * 1000;
});
