/** `npm run dev`: the server and the pages, each reloaded when its files change. Arguments go to the server. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import process from 'node:process';
import type { Plugin } from 'vite';
import { createServer } from 'vite';

/** The server restarts when a file that it has imported changes. */
function startServer(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--watch', '--watch-preserve-output', 'src/main.ts', ...args], { stdio: 'inherit' });
}

/** Every address of the console is one document, as on the server. */
const oneDocument: Plugin = {
  name: 'one-document',
  // Scripts and styles are named relative to the document's own place, which the address no longer shows.
  transformIndexHtml: (html) => html.replace('<head>', '<head><base href="/app/console/" />'),
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      const [path = ''] = (request.url ?? '').split('?');
      if (
        request.method === 'GET' &&
        /^\/app\/[\w/-]*$/.test(path) &&
        request.headers.accept?.includes('text/html') === true
      )
        request.url = '/app/console/index.html';
      next();
    });
  },
};

const pages = await createServer({ plugins: [oneDocument] });
await pages.listen();
console.log('Pages that reload: http://127.0.0.1:5173/app/desk');
const server = startServer(process.argv.slice(2));

async function stop(): Promise<void> {
  server.kill('SIGTERM');
  await pages.close();
}
server.on('exit', (code) => {
  void pages.close().then(() => process.exit(code ?? 0));
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
