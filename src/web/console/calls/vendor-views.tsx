/** The call as each vendor's API answers it: really asked, here in the server, not imitated. */
import { Tabs } from '@base-ui/react/tabs';
import { Copy } from 'lucide-react';
import type { ReactElement } from 'react';
import type { VendorView } from '#realtime/agent/calls-protocol.ts';
import { Button } from '../parts/button.tsx';
import { copyText } from '../parts/copy.ts';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { Empty } from '../parts/states.tsx';

/** One tab a vendor. */
export function VendorViews({ views }: { readonly views: Readonly<Record<string, VendorView>> }): ReactElement {
  const names = Object.keys(views);
  if (names.length === 0) return <Empty title={say('calls.noApi')} />;
  return (
    <Tabs.Root defaultValue={names[0]} className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-6">
      <Tabs.List aria-label="API" className="mb-4 flex flex-wrap gap-1">
        {names.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            className="min-h-9 rounded-full px-3.5 text-sm text-quiet hover:bg-sunken hover:text-ink data-active:bg-ink data-active:text-ground"
          >
            {views[name]?.title ?? name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => {
        const view = views[name];
        return (
          <Tabs.Panel key={name} value={name}>
            {view === undefined ? null : <View view={view} />}
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}

function View({ view }: { readonly view: VendorView }): ReactElement {
  const { text } = view;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <code className="min-w-0 grow font-mono text-sm">{view.request}</code>
        <Mark tone={view.status < 300 ? 'good' : 'bad'}>{view.status}</Mark>
        <Button look="quiet" size="small" onClick={() => void copyText(text)}>
          <Copy aria-hidden />
          {say('desk.copy')}
        </Button>
      </div>
      <pre
        tabIndex={0}
        aria-label={say('calls.answerTo', { request: view.request })}
        className="max-h-[36rem] overflow-auto rounded-xl bg-sunken p-4 font-mono text-xs leading-5"
      >
        {text}
      </pre>
    </>
  );
}
