/**
 * The frame of the pages that anyone may open: built with the caller's page, filled in here. Its scripts and styles are
 * files of this server.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Html } from './page.ts';
import { markup, writePage } from './page.ts';

/** Puts a page together. */
export type Frame = {
  /** Whether the pages are built: without it there is no script. */
  readonly isBuilt: boolean;
  /** `head`: what the page's head has besides. */
  write(page: { readonly lang: string; readonly title: string; readonly main: Html; readonly head?: Html }): string;
};

/** Reads the frame out of the folder of built pages. Without one, pages stand in the plain frame. */
export function readFrame(directory: string): Frame {
  const template = readTemplate(join(directory, 'caller', 'index.html'));
  if (template === null) return { isBuilt: false, write: ({ lang, title, main }) => writePage(title, main, '', lang) };
  return {
    isBuilt: true,
    write({ lang, title, main, head }) {
      const holes: Readonly<Record<string, string>> = {
        lang: markup`${lang}`.markup,
        title: markup`${title}`.markup,
        main: main.markup,
      };
      const withHead = template.replace('</head>', () => `${head?.markup ?? ''}</head>`);
      return withHead.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) => holes[name] ?? hole);
    },
  };
}

function readTemplate(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Headers of a page in the frame. Nothing comes from elsewhere and no markup becomes a script; the socket is this
 * server's own. `address` is what the page was asked at (`Host`), for browsers to which `'self'` does not include
 * sockets.
 */
export function frameHeaders(
  frame: Frame,
  plain: Readonly<Record<string, string>>,
  publicUrl: string,
): Record<string, string> {
  const styles = /style-src ([^;]+)/.exec(plain['content-security-policy'] ?? '')?.[1] ?? "'none'";
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${frame.isBuilt ? "'self'" : styles}`,
    "img-src 'self'",
    `connect-src 'self' ${publicUrl.replace(/^http/, 'ws')}`,
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-robots-tag': 'noindex, nofollow',
    'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
  };
}
