/** One entry of the audit log, in a sentence; what changed unfolds. */
import type { ReactElement } from 'react';
import type { ConsoleKey } from '#catalogue/console.ts';
import { isConsoleKey } from '#catalogue/console.ts';
import type { AuditEntryView } from '#realtime/agent/audit-protocol.ts';
import { Filled } from '../../parts/filled.tsx';
import { say } from '../../parts/language.ts';
import { writeWholeTime } from '../../parts/time.ts';

type AuditFieldKey = Extract<ConsoleKey, `audit.field.${string}`>;

/** The entry. */
export function AuditLine({ entry }: { readonly entry: AuditEntryView }): ReactElement {
  const { actor, action, door, address, targetId, targetName, at, changes } = entry;
  const way = say(`audit.way.${door}`);
  const changed = Object.entries(changes);
  return (
    <li className="flex flex-col gap-1 px-5 py-3">
      <p className="text-[0.9375rem] wrap-anywhere">
        <Filled
          says={(gap) => say(`audit.act.${action}`, { who: gap('who'), what: gap('what') })}
          gaps={{
            // Where no name is known, the way tells who is meant.
            who: <span className="font-medium">{actor ?? say(`audit.who.${door}`)}</span>,
            what: <span className="font-medium">{targetName === '' ? targetId : targetName}</span>,
          }}
        />
      </p>
      <p className="text-sm text-quiet">
        <time dateTime={at}>{writeWholeTime(at)}</time> · {address === null ? way : say('audit.from', { way, address })}
      </p>
      {changed.length === 0 ? null : (
        <details className="text-sm">
          <summary className="w-fit cursor-pointer text-quiet hover:text-ink">
            {changed.map(([name]) => fieldWord(name)).join(', ')}
          </summary>
          <dl className="mt-2 flex flex-col gap-1.5 border-l-2 border-line pl-3">
            {changed.map(([name, change]) => (
              <div key={name} className="wrap-anywhere">
                <dt className="text-quiet">{fieldWord(name)}</dt>
                <dd>{change === null ? say('audit.changed') : `${written(change[0])} → ${written(change[1])}`}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

/** The name of a field; one that the catalogue does not know is shown as it is kept. */
function fieldWord(name: string): string {
  const key = `audit.field.${name}`;
  return isField(key) ? say(key) : name.replaceAll('_', ' ');
}

function isField(key: string): key is AuditFieldKey {
  return key.startsWith('audit.field.') && isConsoleKey(key);
}

function written(value: unknown): string {
  if (value === null || value === undefined || value === '') return say('audit.nothing');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
