/** What a place shows while it has nothing: nothing there, not there yet, could not be had. */
import { RotateCw } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.tsx';
import { say } from './language.ts';

/** Nothing is there, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
}: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center text-quiet">
      {icon === undefined ? null : (
        <span aria-hidden className="mb-1 grid size-11 place-items-center rounded-full bg-sunken [&_svg]:size-5">
          {icon}
        </span>
      )}
      <p className="font-medium text-ink">{title}</p>
      {children === undefined ? null : <div className="max-w-sm text-sm">{children}</div>}
    </div>
  );
}

/** The address leads to nothing; the children are the way on. */
export function Nowhere({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <h1 className="text-xl font-semibold">{title}</h1>
      <p className="max-w-sm text-sm text-quiet">{say('common.nowhereAbout')}</p>
      <div className="mt-3">{children}</div>
    </div>
  );
}

/** Not there yet. */
export function Skeleton({ rows = 5, label }: { readonly rows?: number; readonly label: string }): ReactElement {
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} aria-hidden className="flex animate-breathe items-center gap-3">
          <span className="size-8 rounded-full bg-sunken" />
          <span className="h-3 w-2/5 rounded bg-sunken" />
          <span className="ml-auto h-3 w-16 rounded bg-sunken" />
        </div>
      ))}
    </div>
  );
}

/** It could not be had; `again` tries once more. */
export function Trouble({
  title,
  error,
  again,
}: {
  readonly title: string;
  readonly error: Error;
  readonly again?: () => void;
}): ReactElement {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      <p className="max-w-md text-sm text-quiet">{error.message}</p>
      {again === undefined ? null : (
        <Button onClick={again}>
          <RotateCw aria-hidden />
          {say('common.tryAgain')}
        </Button>
      )}
    </div>
  );
}
