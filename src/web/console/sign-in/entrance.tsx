/** What stands around each step of signing in. */
import { CircleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import logo from '../icon.svg?url';

/** The column in the middle of the page. */
export function Entrance({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-88 flex-col justify-center px-4 py-10">
      <img src={logo} alt="" width={44} height={44} className="mb-6" />
      <h1 className="text-2xl font-semibold">{title}</h1>
      <p className="mt-1 mb-7 text-quiet">{about}</p>
      {children}
    </main>
  );
}

/** Why it was refused; nothing while it was not. */
export function EntranceFault({ fault }: { readonly fault: string | null }): ReactElement | null {
  if (fault === null) return null;
  return (
    <p role="alert" className="flex gap-2.5 rounded-lg bg-danger-soft p-3 text-sm text-danger-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      {fault}
    </p>
  );
}
