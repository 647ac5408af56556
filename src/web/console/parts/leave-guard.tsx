/** Asks before what was filled in is left behind unsaved: by a link, by going back, by closing the tab. */
import { useBlocker } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** The guard. While `isDirty` is false it is not there. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }): ReactElement {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Dialog
      title="Leave without saving?"
      description="What you changed here is lost."
      isOpen={status === 'blocked'}
      close={() => reset?.()}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => reset?.()}>Keep editing</Button>
        <Button look="end" onClick={() => proceed?.()}>
          Leave
        </Button>
      </div>
    </Dialog>
  );
}
