/** Asks once more before something is ended that cannot be had back. */
import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { say } from './language.ts';
import { sentenceOf } from './request.ts';

/** The dialog. It closes when `run` has done it; what refuses it is said in the dialog. */
export function Confirm({
  title,
  description,
  word,
  isOpen,
  close,
  run,
}: {
  readonly title: string;
  readonly description: ReactNode;
  /** What the button says: the act itself. */
  readonly word: string;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly run: () => Promise<void>;
}): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [isActing, setActing] = useState(false);
  const shut = (): void => {
    setFault(null);
    close();
  };
  const act = async (): Promise<void> => {
    setActing(true);
    setFault(null);
    try {
      await run();
      shut();
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setActing(false);
    }
  };
  return (
    <Dialog title={title} description={description} isOpen={isOpen} close={shut}>
      <div className="flex flex-col gap-3">
        {fault === null ? null : (
          <p role="alert" className="text-sm text-danger-ink">
            {fault}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={shut}>{say('common.cancel')}</Button>
          <Button look="end" disabled={isActing} onClick={() => void act()}>
            {word}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
