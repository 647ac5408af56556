/**
 * How the browser's pages are built: the console for agents, and the caller's page. Each has its own folder; neither
 * loads the other's code.
 */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const PAGES = ['console', 'caller'];
const root = join(import.meta.dirname, 'src', 'web');
const input = PAGES.map((page) => join(root, page, 'index.html')).filter((page) => existsSync(page));

/** For `vite dev`: the server that answers everything else. */
const SERVER = process.env['PATCHBAY_SERVER'] ?? 'http://127.0.0.1:8080';

// oxlint-disable-next-line import/no-default-export -- Vite takes it so.
export default defineConfig({
  root,
  base: '/app/',
  publicDir: false,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Nothing is put inline: the content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // light-dark() stays as it is written: every browser that can make calls this way has it.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: {
      '^/app/(sign-in|sign-out|me|socket|today\\.json|calls\\.json|calls/\\d+\\.json|scheduled\\.json|wrap-up\\.json)$':
        { target: SERVER, ws: true },
      '/recordings': SERVER,
    },
  },
});
