/** The page's title, in the tab and in the history. */
import { useEffect } from 'react';

/** Sets it while the page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Patchbay`;
  }, [title]);
}
