/** One webhook: what it is, what was sent to it and how that went. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, Inbox, Send } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { SecretView, WebhookView } from '#realtime/agent/webhooks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { notify } from '../../parts/notice.tsx';
import { isMissing, sentenceOf } from '../../parts/request.ts';
import { Empty, Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { DeliveryLine } from './delivery-line.tsx';
import { EditWebhookDialog, SecretDialog } from './webhook-form.tsx';
import { eventWords, formatWord, reasonWords, stateMark } from './webhook-words.ts';
import {
  changeWebhook,
  deleteWebhook,
  resend,
  rotateSecret,
  sendTest,
  webhookQuery,
  webhooksQuery,
} from './webhooks-query.ts';

/** How long deliveries are kept. */
const KEPT_DAYS = 7;

/** The page. */
export function WebhookPage(): ReactElement {
  useTitle(say('webhooks.title'));
  const { id } = useParams({ strict: false });
  const list = useInfiniteQuery(webhookQuery(String(id)));
  const queries = useQueryClient();
  const again = async (): Promise<void> => queries.invalidateQueries(webhooksQuery);
  const run = async (act: () => Promise<string | null>): Promise<void> => {
    try {
      const done = await act();
      if (done !== null) announce(done);
    } catch (error) {
      notify(sentenceOf(error));
    }
    await again();
  };
  const first = list.data?.pages[0];
  const deliveries = list.data?.pages.flatMap((page) => page.deliveries) ?? [];
  if (list.isError && isMissing(list.error))
    return (
      <Nowhere title={say('webhooks.notFound')}>
        <BackLink />
      </Nowhere>
    );
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <BackLink />
      {first === undefined ? null : <Head webhook={first.webhook} events={first.eventsOf} run={run} />}
      <section aria-labelledby="deliveries" className="flex flex-col gap-3">
        <h2 id="deliveries" className="text-lg font-semibold">
          {say('webhooks.deliveries')}
        </h2>
        <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
          {list.isPending ? <Skeleton rows={5} label={say('webhooks.loadingOne')} /> : null}
          {list.isError ? (
            <Trouble title={say('webhooks.troubleOne')} error={list.error} again={() => void list.refetch()} />
          ) : null}
          {list.isSuccess && deliveries.length === 0 ? (
            <Empty icon={<Inbox />} title={say('webhooks.nothing')}>
              {say('webhooks.nothingHelp', { days: KEPT_DAYS })}
            </Empty>
          ) : null}
          <ul aria-label={say('webhooks.deliveries')} className="divide-y divide-line">
            {deliveries.map((delivery) => (
              <DeliveryLine
                key={delivery.id}
                delivery={delivery}
                resend={() =>
                  void run(async () => {
                    await resend(delivery.webhookId, { deliveryId: delivery.id });
                    return say('webhooks.sentAgain');
                  })
                }
              />
            ))}
          </ul>
        </div>
        {list.hasNextPage ? (
          <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {say('webhooks.older')}
          </Button>
        ) : null}
      </section>
    </div>
  );
}

function BackLink(): ReactElement {
  return (
    <Link
      to="/settings/webhooks"
      className="inline-flex min-h-9 items-center gap-1.5 self-start text-sm text-quiet hover:text-ink [&_svg]:size-4"
    >
      <ArrowLeft aria-hidden />
      {say('settings.section.webhooks')}
    </Link>
  );
}

type Run = (act: () => Promise<string | null>) => Promise<void>;

function Head({
  webhook,
  events,
  run,
}: {
  readonly webhook: WebhookView;
  readonly events: readonly string[];
  readonly run: Run;
}): ReactElement {
  const [isEditing, setEditing] = useState(false);
  const queries = useQueryClient();
  const [word, tone] = stateMark(webhook);
  const reason = reasonWords(webhook);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 text-xl font-semibold break-all">{webhook.url}</h1>
        <Mark tone={tone}>{word}</Mark>
      </div>
      <p className="text-sm text-quiet">
        {formatWord(webhook.format)} · {eventWords(webhook)}
        {webhook.description === '' ? null : ` · ${webhook.description}`}
      </p>
      {reason === null ? null : (
        <p role="status" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger-ink">
          {reason}
        </p>
      )}
      <Acts webhook={webhook} run={run} edit={() => setEditing(true)} />
      <EditWebhookDialog
        webhook={webhook}
        events={events}
        isOpen={isEditing}
        close={() => {
          setEditing(false);
          void queries.invalidateQueries(webhooksQuery);
        }}
      />
    </div>
  );
}

type Question = 'delete' | 'secret' | 'resend';

/** What is asked before it is done. */
function Questions({
  id,
  asking,
  close,
  made,
}: {
  readonly id: number;
  readonly asking: Question | null;
  readonly close: () => void;
  readonly made: (secret: SecretView) => void;
}): ReactElement {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <>
      <Confirm
        title={say('webhooks.resendTitle')}
        description={say('webhooks.resendAbout')}
        word={say('webhooks.again')}
        isOpen={asking === 'resend'}
        close={close}
        run={async () => {
          const { count } = await resend(id, { since: new Date(Date.now() - 86_400_000).toISOString() });
          announce(say('webhooks.resent', { count }));
          await queries.invalidateQueries(webhooksQuery);
        }}
      />
      <Confirm
        title={say('webhooks.newSecretTitle')}
        description={say('webhooks.newSecretAbout')}
        word={say('webhooks.newSecret')}
        isOpen={asking === 'secret'}
        close={close}
        run={async () => made(await rotateSecret(id))}
      />
      <Confirm
        title={say('webhooks.deleteTitle')}
        description={say('webhooks.deleteAbout')}
        word={say('menus.delete')}
        isOpen={asking === 'delete'}
        close={close}
        run={async () => {
          await deleteWebhook(id);
          await navigate({ to: '/settings/webhooks' });
          await queries.invalidateQueries(webhooksQuery);
        }}
      />
    </>
  );
}

function Acts({
  webhook,
  run,
  edit,
}: {
  readonly webhook: WebhookView;
  readonly run: Run;
  readonly edit: () => void;
}): ReactElement {
  const { id, state } = webhook;
  const [asking, setAsking] = useState<Question | null>(null);
  const [made, setMade] = useState<SecretView | null>(null);
  const turn = (next: WebhookView['state'], said: string) => (): void =>
    void run(async () => {
      await changeWebhook(id, { state: next });
      return said;
    });
  const close = (): void => setAsking(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        look="lead"
        disabled={state === 'disabled'}
        onClick={() => void run(async () => (await sendTest(id), say('webhooks.testSent')))}
      >
        <Send aria-hidden />
        {say('webhooks.test')}
      </Button>
      {state === 'live' ? (
        <Button onClick={turn('paused', say('webhooks.pausedSaid'))}>{say('webhooks.pause')}</Button>
      ) : (
        <Button onClick={turn('live', say('webhooks.liveSaid'))}>{say('webhooks.setLive')}</Button>
      )}
      <Button onClick={edit}>{say('webhooks.edit')}</Button>
      <Button disabled={state === 'disabled'} onClick={() => setAsking('resend')}>
        {say('webhooks.resendDay')}
      </Button>
      <Button onClick={() => setAsking('secret')}>{say('webhooks.newSecret')}</Button>
      <Button look="quiet" onClick={() => setAsking('delete')}>
        {say('menus.delete')}
      </Button>
      <Questions id={id} asking={asking} close={close} made={setMade} />
      <SecretDialog made={made} close={() => setMade(null)} />
    </div>
  );
}
