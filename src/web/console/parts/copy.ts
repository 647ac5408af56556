/** Copying what stands on a page. */
import { useState } from 'react';
import { announce } from '../frame/announcer.tsx';
import { say } from './language.ts';
import { notify } from './notice.tsx';

/**
 * Copies the text; whether it worked. Where it does not, a notice says so: pages that came over plain HTTP have no
 * clipboard, and a browser may refuse it. Source: Clipboard API and events, section 7.1.
 */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    notify(say('common.notCopied'), say('common.notCopiedAbout'));
    return false;
  }
}

/** Copies the text, and says so to screen readers. */
export async function copyText(text: string): Promise<void> {
  if (await copied(text)) announce(say('desk.copied'));
}

/** A button's copying of something that is shown once: it says itself that it has. */
export function useCopy(text: string): {
  readonly isCopied: boolean;
  readonly copy: () => Promise<void>;
  readonly forget: () => void;
} {
  const [isCopied, setCopied] = useState(false);
  return { isCopied, copy: async () => setCopied(await copied(text)), forget: () => setCopied(false) };
}
