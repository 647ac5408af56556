/** The webhooks of the workspace. For administrators and developers. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Webhook } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { SecretView, WebhookView } from '#realtime/agent/webhooks-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { NewWebhookDialog, SecretDialog } from './webhook-form.tsx';
import { eventWords, formatWord, stateMark } from './webhook-words.ts';
import { webhooksQuery } from './webhooks-query.ts';

/** The page. */
export function WebhooksPage(): ReactElement {
  useTitle(say('settings.section.webhooks'));
  const list = useQuery(webhooksQuery);
  const queries = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<SecretView | null>(null);
  const webhooks = list.data?.webhooks ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.webhooks')}</h1>
        <Button look="lead" disabled={!list.isSuccess} onClick={() => setMaking(true)}>
          <Plus aria-hidden />
          {say('webhooks.new')}
        </Button>
      </div>
      <p className="text-sm text-quiet">{say('webhooks.about')}</p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label={say('webhooks.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('webhooks.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && webhooks.length === 0 ? (
          <Empty icon={<Webhook />} title={say('webhooks.none')}>
            {say('webhooks.noneHelp')}
          </Empty>
        ) : null}
        <ul aria-label={say('settings.section.webhooks')} className="divide-y divide-line">
          {webhooks.map((webhook) => (
            <Line key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      </div>
      {list.data === undefined ? null : (
        <NewWebhookDialog
          eventsOf={list.data.eventsOf}
          isOpen={isMaking}
          close={() => setMaking(false)}
          made={(secret) => {
            setMaking(false);
            setMade(secret);
            void queries.invalidateQueries(webhooksQuery);
          }}
        />
      )}
      <SecretDialog made={made} close={() => setMade(null)} />
    </div>
  );
}

function Line({ webhook }: { readonly webhook: WebhookView }): ReactElement {
  const [word, tone] = stateMark(webhook);
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5 hover:bg-sunken">
      <div className="min-w-0 grow basis-60">
        <Link
          to="/settings/webhooks/$id"
          params={{ id: String(webhook.id) }}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {webhook.url}
        </Link>
        <p className="truncate text-sm text-quiet">
          {formatWord(webhook.format)} · {eventWords(webhook)}
          {webhook.description === '' ? null : ` · ${webhook.description}`}
        </p>
      </div>
      <Mark tone={tone}>{word}</Mark>
    </li>
  );
}
