/** All of the workspace, as a file to take away. */
import type { ReactElement } from 'react';
import { ExportButton } from '../../parts/export-button.tsx';
import { say } from '../../parts/language.ts';

/** The section. */
export function ExportSection(): ReactElement {
  return (
    <section
      aria-labelledby="export"
      className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <h2 id="export" className="font-semibold">
        {say('workspace.exportTitle')}
      </h2>
      <p className="text-sm text-quiet">{say('workspace.exportAbout')}</p>
      <div>
        <ExportButton url="/app/workspace/export.zip" fileName="workspace.zip" word={say('workspace.export')} />
      </div>
    </section>
  );
}
