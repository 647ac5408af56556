/** Sends INVITEs from an address that is no trunk's, evenly, and counts what is answered. Arguments: port, rate, seconds. */
import { createSocket } from 'node:dgram';
import process from 'node:process';
import { requestText } from '../../test/support/sip.ts';

const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number);
const STEP_MS = 10;

const socket = createSocket('udp4');
let answers = 0;
socket.on('message', () => (answers += 1));
await new Promise<void>((resolve) => socket.bind(0, '127.0.0.2', resolve));

let sent = 0;
const began = performance.now();
const timer = setInterval(() => {
  const elapsed = performance.now() - began;
  for (const due = Math.min(seconds * 1000, elapsed) * (rate / 1000); sent < due; sent += 1) {
    const text = requestText('INVITE', {
      'Call-ID': `stranger-${sent}`,
      Via: `SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK${sent}`,
    });
    socket.send(text, port, '127.0.0.1');
  }
  if (elapsed < seconds * 1000 + 500) return;
  clearInterval(timer);
  process.send?.({ answer: { sent, answers } });
}, STEP_MS);
process.on('disconnect', () => process.exit());
