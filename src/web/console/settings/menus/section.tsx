/** A part of the editor with its heading. */
import type { ReactElement, ReactNode } from 'react';
import { useId } from 'react';
import type { MenuForm, MenusView } from '#realtime/agent/menus-protocol.ts';
import type { Form } from '../../parts/use-form.ts';

/** What each part of the editor is given; `id` is null while the menu is being made. */
export type SectionParts = { readonly form: Form<MenuForm>; readonly all: MenusView; readonly id: number | null };

/** The part. */
export function Section({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-5">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {about === undefined ? null : <p className="mt-0.5 text-sm text-quiet">{about}</p>}
      <div className="mt-4 flex flex-col gap-4">{children}</div>
    </section>
  );
}

/** Several fields that belong together; `isRow`: side by side where there is room. */
export function FieldGroup({
  legend,
  isRow = false,
  children,
}: {
  readonly legend: string;
  readonly isRow?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <fieldset className="min-w-0 rounded-xl border border-line p-3.5">
      <legend className="px-1 text-sm font-medium">{legend}</legend>
      <div className={isRow ? 'grid gap-3 sm:grid-cols-2' : 'flex flex-col gap-3'}>{children}</div>
    </fieldset>
  );
}

/** What is wrong with the whole of a part. */
export function Fault({ text }: { readonly text: string | null }): ReactElement | null {
  return text === null ? null : <p className="text-sm text-danger-ink">{text}</p>;
}
