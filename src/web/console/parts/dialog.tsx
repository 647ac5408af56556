/** A dialog over the page. Focus goes in, stays in, and returns to where it came from. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { say } from './language.ts';

/** The dialog; closed by Escape, by the cross, or by its opener. */
export function Dialog({
  title,
  description,
  isOpen,
  close,
  children,
}: {
  readonly title: string;
  readonly description?: ReactNode;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : close())}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Base.Popup className="fixed inset-x-3 bottom-3 z-50 mx-auto flex max-h-[calc(100dvh-1.5rem)] max-w-lg animate-rise flex-col rounded-2xl border border-line bg-raised shadow-lift sm:inset-x-4 sm:top-[12vh] sm:bottom-auto sm:max-h-[76vh]">
          <header className="px-5 pt-4 pr-14 pb-3">
            <div>
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description === undefined ? null : (
                <Base.Description render={<div />} className="mt-0.5 text-sm text-quiet">
                  {description}
                </Base.Description>
              )}
            </div>
          </header>
          {/* Room at the top for the ring around what has the focus. */}
          <div className="-mt-1.5 min-h-0 overflow-y-auto px-5 pt-1.5 pb-5">{children}</div>
          {/* Last, so that the focus goes to what the dialog is about. */}
          <Base.Close
            aria-label={say('common.close')}
            className="absolute top-3 right-3 grid size-9 place-items-center rounded-lg text-quiet hover:bg-sunken hover:text-ink [&_svg]:size-5"
          >
            <X aria-hidden />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
