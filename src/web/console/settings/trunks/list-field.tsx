/** A field of several texts. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { AreaField } from '../../parts/field.tsx';

/** Several texts, one a line. What is typed stays as it is typed; what it comes to is told. */
export function ListField({
  label,
  help,
  opened,
  error,
  change,
}: {
  readonly label: string;
  readonly help: string;
  readonly opened: readonly string[];
  readonly error: string | null;
  readonly change: (all: readonly string[]) => void;
}): ReactElement {
  const [text, setText] = useState(opened.join('\n'));
  return (
    <AreaField
      label={label}
      help={help}
      spellCheck={false}
      rows={Math.min(8, Math.max(2, opened.length))}
      value={text}
      error={error}
      onChange={({ target }) => {
        setText(target.value);
        change(target.value.split(/[\s,;]+/).filter((each) => each !== ''));
      }}
    />
  );
}
