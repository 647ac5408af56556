/** Fields with their names above them. */
import { useId } from 'react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';

const BOX =
  'w-full min-h-10 rounded-lg border border-edge bg-surface px-3 py-2 text-ink transition-colors hover:border-ink disabled:opacity-55 aria-invalid:border-danger';

type Named = { readonly label: string; readonly help?: ReactNode; readonly error?: string | null };

function Frame({
  label,
  help,
  error,
  id,
  children,
}: Named & { readonly id: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {help === undefined ? null : (
        <p id={`${id}-help`} className="text-sm text-quiet">
          {help}
        </p>
      )}
      {error == null ? null : (
        <p id={`${id}-error`} className="text-sm text-danger-ink">
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, { help, error }: Named): string | undefined {
  const ids = [...(help === undefined ? [] : [`${id}-help`]), ...(error == null ? [] : [`${id}-error`])];
  return ids.length === 0 ? undefined : ids.join(' ');
}

/** One line of text. */
export function TextField({ label, help, error, ...rest }: Named & ComponentProps<'input'>): ReactElement {
  const id = useId();
  const named = { label, help, error: error ?? null };
  return (
    <Frame id={id} {...named}>
      <input id={id} className={BOX} aria-invalid={error != null} aria-describedby={described(id, named)} {...rest} />
    </Frame>
  );
}

/** One line of text that counts once it is typed: by Enter, or by leaving the field. */
export function TypedField({
  value = '',
  set,
  ...rest
}: Named &
  Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onBlur' | 'onKeyDown'> & {
    readonly value: string | undefined;
    readonly set: (text: string) => void;
  }): ReactElement {
  return (
    <TextField
      key={value}
      maxLength={100}
      {...rest}
      defaultValue={value}
      onBlur={({ currentTarget }) => {
        if (currentTarget.value.trim() !== value) set(currentTarget.value.trim());
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') set(currentTarget.value.trim());
      }}
    />
  );
}

/** One of several. The browser's own list: it works everywhere, also on phones. */
export function ChoiceField({ label, help, error, children, ...rest }: Named & ComponentProps<'select'>): ReactElement {
  const id = useId();
  const named = { label, help, error: error ?? null };
  return (
    <Frame id={id} {...named}>
      <select id={id} className={BOX} aria-invalid={error != null} aria-describedby={described(id, named)} {...rest}>
        {children}
      </select>
    </Frame>
  );
}

/** Several lines of text. */
export function AreaField({ label, help, error, ...rest }: Named & ComponentProps<'textarea'>): ReactElement {
  const id = useId();
  const named = { label, help, error: error ?? null };
  return (
    <Frame id={id} {...named}>
      <textarea
        id={id}
        rows={3}
        className={BOX}
        aria-invalid={error != null}
        aria-describedby={described(id, named)}
        {...rest}
      />
    </Frame>
  );
}

/** A number. Empty, and what is none, is null. */
export function NumberField({
  value,
  change,
  ...rest
}: Omit<ComponentProps<typeof TextField>, 'value' | 'onChange' | 'type'> & {
  readonly value: number | null;
  readonly change: (value: number | null) => void;
}): ReactElement {
  return (
    <TextField
      inputMode="numeric"
      {...rest}
      type="number"
      value={value ?? ''}
      onChange={({ target }) => change(target.value === '' ? null : target.valueAsNumber)}
    />
  );
}

/** Yes or no. */
export function CheckField({
  label,
  help,
  ...rest
}: Pick<Named, 'label' | 'help'> & Omit<ComponentProps<'input'>, 'type'>): ReactElement {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        className="mt-1 size-4.5 shrink-0 accent-(--accent)"
        aria-describedby={described(id, { label, help })}
        {...rest}
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {help === undefined ? null : (
          <p id={`${id}-help`} className="text-sm text-quiet">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
