/** Asks before what was filled in is left behind unsaved: by a link, by going back, by closing the tab. */
import { useBlocker } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { say } from './language.ts';

/** The guard. While `isDirty` is false it is not there. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }): ReactElement {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Dialog
      title={say('common.leaveTitle')}
      description={say('common.leaveAbout')}
      isOpen={status === 'blocked'}
      close={() => reset?.()}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => reset?.()}>{say('common.keepEditing')}</Button>
        <Button look="end" onClick={() => proceed?.()}>
          {say('common.leave')}
        </Button>
      </div>
    </Dialog>
  );
}
