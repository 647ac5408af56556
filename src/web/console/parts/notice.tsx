/** What went wrong with what someone asked for, said at the edge of the page and to screen readers. */
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCallback, useRef, useState } from 'react';
import type { Reply } from '../link/socket.ts';
import { say } from './language.ts';

const notices = Toast.createToastManager();

/** Says it. */
export function notify(title: string, description?: string): void {
  notices.add({ title, timeout: 8000, priority: 'high', ...(description === undefined ? {} : { description }) });
}

/** Where notices appear. */
export function Notices(): ReactElement {
  return (
    <Toast.Provider toastManager={notices} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-3 top-3 z-60 mx-auto flex max-w-md flex-col gap-2 sm:inset-x-auto sm:right-4 sm:w-88">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List(): ReactElement[] {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="flex animate-rise items-start gap-3 rounded-xl border border-line bg-raised p-3.5 shadow-lift"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-danger" />
      <div className="min-w-0 grow">
        <Toast.Title className="font-medium" />
        <Toast.Description className="text-sm text-quiet" />
      </div>
      <Toast.Close
        aria-label={say('common.dismiss')}
        className="grid size-7 place-items-center rounded-md text-quiet hover:bg-sunken [&_svg]:size-4"
      >
        <X aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ));
}

/** Says why, where the answer is no; whether it was yes. */
export function sayRefusal(reply: Reply): boolean {
  if (!reply.ok) notify(reply.message);
  return reply.ok;
}

/**
 * Runs what asks the server, one at a time, and says so when the answer is no. Meanwhile a second one is not done,
 * whether it comes by a button or by a key: what is sent twice is stored twice.
 */
export function useAct(): {
  readonly isActing: boolean;
  readonly act: (run: () => Promise<Reply>) => Promise<boolean>;
} {
  const [isActing, setActing] = useState(false);
  const isUnderWay = useRef(false);
  const act = useCallback(async (run: () => Promise<Reply>): Promise<boolean> => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setActing(true);
    try {
      return sayRefusal(await run());
    } finally {
      isUnderWay.current = false;
      setActing(false);
    }
  }, []);
  return { isActing, act };
}
