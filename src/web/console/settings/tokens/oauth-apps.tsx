/** Applications that are connected with a button: registered, shown their secret once, removed. Below the tokens. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { MadeOauthApp, OauthAppView } from '#realtime/agent/oauth-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { MadeAppDialog, NewAppDialog } from './oauth-app-dialogs.tsx';
import { oauthAppsQuery, removeOauthApp } from './oauth-query.ts';
import { kindWord } from './token-kinds.ts';
import { tokensQuery } from './tokens-query.ts';

/** The section. */
export function OauthApps(): ReactElement {
  const list = useQuery(oauthAppsQuery);
  const queries = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeOauthApp | null>(null);
  const [removed, setRemoved] = useState<OauthAppView | null>(null);
  const again = async (): Promise<void> => {
    await Promise.all([queries.invalidateQueries(oauthAppsQuery), queries.invalidateQueries(tokensQuery)]);
  };
  const apps = list.data?.apps ?? [];
  return (
    <section aria-labelledby="oauth-apps" className="flex flex-col gap-3 pt-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="oauth-apps" className="grow text-lg font-semibold">
          {say('oauth.apps')}
        </h2>
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {say('oauth.new')}
        </Button>
      </div>
      <p className="text-quiet">{say('oauth.about')}</p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={2} label={say('oauth.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('oauth.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && apps.length === 0 ? (
          <Empty icon={<Plug />} title={say('oauth.none')}>
            {say('oauth.noneHelp')}
          </Empty>
        ) : null}
        <ul aria-label={say('oauth.apps')} className="divide-y divide-line">
          {apps.map((app) => (
            <Line key={app.id} app={app} remove={() => setRemoved(app)} />
          ))}
        </ul>
      </div>
      <NewAppDialog
        isOpen={isAdding}
        close={() => setAdding(false)}
        made={(app) => {
          setAdding(false);
          setMade(app);
          void again();
        }}
      />
      <MadeAppDialog made={made} close={() => setMade(null)} />
      <Confirm
        title={say('oauth.removeTitle', { name: removed?.name ?? '' })}
        description={say('oauth.removeAbout')}
        word={say('oauth.remove')}
        isOpen={removed !== null}
        close={() => setRemoved(null)}
        run={async () => {
          if (removed !== null) await removeOauthApp(removed.id);
          await again();
        }}
      />
    </section>
  );
}

function Line({ app, remove }: { readonly app: OauthAppView; readonly remove: () => void }): ReactElement {
  const { name, vendor, kind, clientId, redirectUris } = app;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 grow basis-60">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-sm text-quiet">{redirectUris.join(', ')}</p>
        <p className="truncate font-mono text-sm text-quiet">{clientId}</p>
      </div>
      <Mark tone="calm">{say(`oauth.vendor.${vendor}`)}</Mark>
      <Mark tone="calm">{kindWord(kind)}</Mark>
      <Button size="small" look="quiet" aria-label={say('oauth.removeName', { name })} onClick={remove}>
        {say('oauth.remove')}
      </Button>
    </li>
  );
}
