/** Recovery codes, shown once: to be copied, or kept as a file. */
import { Check, Copy, Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, buttonClass } from '../parts/button.tsx';
import { useCopy } from '../parts/copy.ts';
import { say } from '../parts/language.ts';

/** The codes; `close` leaves them, for good. */
export function RecoveryCodes({
  codes,
  close,
}: {
  readonly codes: readonly string[];
  readonly close: () => void;
}): ReactElement {
  const text = `${codes.join('\n')}\n`;
  const { isCopied, copy } = useCopy(text);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">{say('factor.keepCodes')}</p>
      <ul
        aria-label={say('factor.recoveryCodes')}
        className="grid gap-x-6 gap-y-1.5 rounded-lg bg-sunken p-4 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{isCopied ? say('factor.copied') : say('factor.copy')}</span>
        </Button>
        <a
          className={buttonClass()}
          download="patchbay-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          <Download aria-hidden />
          {say('factor.download')}
        </a>
        <Button look="lead" className="ml-auto" onClick={close}>
          {say('factor.kept')}
        </Button>
      </div>
    </div>
  );
}
