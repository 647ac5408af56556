/**
 * Saves an archive that the server writes while it is sent: how much has come, a way to stop it, and what refused it.
 */
import { Download, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../frame/announcer.tsx';
import { Button } from './button.tsx';
import { locale, say } from './language.ts';
import { notify } from './notice.tsx';
import { getFile, sentenceOf } from './request.ts';

/** How often the size is drawn anew. Milliseconds. */
const REDRAW_MS = 250;

/** The button. While the file comes it says how much has, and cancels; so does leaving the page. */
export function ExportButton({
  url,
  fileName,
  word,
}: {
  readonly url: string;
  readonly fileName: string;
  readonly word: string;
}): ReactElement {
  const [bytes, setBytes] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  /** The address of what was saved last: it holds the file until it is released. */
  const held = useRef('');
  useEffect(
    () => () => {
      running.current?.abort();
      URL.revokeObjectURL(held.current);
    },
    [],
  );

  const run = async (): Promise<void> => {
    const stop = new AbortController();
    running.current = stop;
    setBytes(0);
    URL.revokeObjectURL(held.current);
    let drawn = 0;
    try {
      const came = (count: number): void => {
        if (performance.now() - drawn < REDRAW_MS) return;
        drawn = performance.now();
        setBytes(count);
      };
      held.current = save(await getFile(url, stop.signal, came), fileName);
      announce(say('export.saved'));
    } catch (error) {
      if (stop.signal.aborted) announce(say('export.canceled'));
      else notify(sentenceOf(error));
    }
    running.current = null;
    setBytes(null);
  };

  if (bytes === null)
    return (
      <Button onClick={() => void run()}>
        <Download aria-hidden />
        {word}
      </Button>
    );
  return (
    <Button onClick={() => running.current?.abort()}>
      <X aria-hidden />
      {say('export.cancel', { size: sizeOf(bytes) })}
    </Button>
  );
}

function sizeOf(bytes: number): string {
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(
    bytes / 1_000_000,
  );
}

/** Answers the address, which the browser reads from while it saves. */
function save(file: Blob, name: string): string {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  return link.href;
}
