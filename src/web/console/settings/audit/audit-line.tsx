/** One entry of the audit log, in a sentence; what changed unfolds. */
import type { ReactElement } from 'react';
import type { AuditDoor } from '#domain/identity/audit.ts';
import { AUDIT_ACTIONS } from '#domain/identity/audit.ts';
import type { AuditEntryView } from '#realtime/agent/audit-protocol.ts';
import { writeWholeTime } from '../../parts/time.ts';

/** Who is meant where no name is known, and how they came. */
const DOORS: Readonly<Record<AuditDoor, readonly [who: string, way: string]>> = {
  page: ['Someone', 'at the console'],
  token: ['A token', 'with a token'],
  shell: ['The operator', 'from the shell'],
  link: ['Someone', 'by a link'],
  setting: ['The operator', 'by a setting'],
  server: ['The server', 'by itself'],
};

/** The entry. */
export function AuditLine({ entry }: { readonly entry: AuditEntryView }): ReactElement {
  const { actor, action, door, address, targetId, targetName, at, changes } = entry;
  const [who, way] = DOORS[door];
  const changed = Object.entries(changes);
  return (
    <li className="flex flex-col gap-1 px-5 py-3">
      <p className="text-[0.9375rem] wrap-anywhere">
        <span className="font-medium">{actor ?? who}</span> {AUDIT_ACTIONS[action]}{' '}
        <span className="font-medium">{targetName === '' ? targetId : targetName}</span>
      </p>
      <p className="text-sm text-quiet">
        <time dateTime={at}>{writeWholeTime(at)}</time> · {way}
        {address === null ? '' : ` from ${address}`}
      </p>
      {changed.length === 0 ? null : (
        <details className="text-sm">
          <summary className="w-fit cursor-pointer text-quiet hover:text-ink">
            {changed.map(([name]) => name.replaceAll('_', ' ')).join(', ')}
          </summary>
          <dl className="mt-2 flex flex-col gap-1.5 border-l-2 border-line pl-3">
            {changed.map(([name, change]) => (
              <div key={name} className="wrap-anywhere">
                <dt className="text-quiet">{name.replaceAll('_', ' ')}</dt>
                <dd>{change === null ? 'changed' : `${written(change[0])} → ${written(change[1])}`}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

function written(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
