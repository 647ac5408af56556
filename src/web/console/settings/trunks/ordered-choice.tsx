/** Which of several, and in which order: the preferred first. */
import { ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../parts/button.tsx';
import { CheckField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';

/** The list. What is chosen stands first, in its order. */
export function OrderedChoice<T extends string>({
  legend,
  words,
  chosen,
  choose,
  error,
}: {
  readonly legend: string;
  readonly words: Readonly<Record<T, string>>;
  readonly chosen: readonly T[];
  readonly choose: (chosen: readonly T[]) => void;
  readonly error: string | null;
}): ReactElement {
  const all = Object.keys(words) as T[]; // The record's own keys.
  const rest = all.filter((each) => !chosen.includes(each));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {[...chosen, ...rest].map((each) => {
        const place = chosen.indexOf(each);
        return (
          <div key={each} className="flex min-h-9 items-center gap-2">
            <div className="grow">
              <CheckField
                label={words[each]}
                checked={place >= 0}
                onChange={({ target }) =>
                  choose(target.checked ? [...chosen, each] : chosen.filter((other) => other !== each))
                }
              />
            </div>
            {place < 1 ? null : (
              <Button
                size="small"
                look="quiet"
                aria-label={say('trunks.prefer', { name: words[each] })}
                onClick={() => choose(earlier(chosen, place))}
              >
                <ArrowUp aria-hidden />
              </Button>
            )}
          </div>
        );
      })}
      {error === null ? null : <p className="text-sm text-danger-ink">{error}</p>}
    </fieldset>
  );
}

function earlier<T>(list: readonly T[], place: number): readonly T[] {
  const moved = [...list];
  moved.splice(place - 1, 0, ...moved.splice(place, 1));
  return moved;
}
