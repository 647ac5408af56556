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
import { Mark } from '../../parts/mark.tsx';
import { notify } from '../../parts/notice.tsx';
import { isMissing, sentenceOf } from '../../parts/request.ts';
import { Empty, Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { DeliveryLine } from './delivery-line.tsx';
import { EditWebhookDialog, SecretDialog } from './webhook-form.tsx';
import { formatWord, reasonWords, stateMark } from './webhook-words.ts';
import {
  changeWebhook,
  deleteWebhook,
  resend,
  rotateSecret,
  sendTest,
  webhookQuery,
  webhooksQuery,
} from './webhooks-query.ts';

/** The page. */
export function WebhookPage(): ReactElement {
  useTitle('Webhook');
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
      <Nowhere title="No such webhook">
        <BackLink />
      </Nowhere>
    );
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <BackLink />
      {first === undefined ? null : <Head webhook={first.webhook} events={first.eventsOf} run={run} />}
      <section aria-labelledby="deliveries" className="flex flex-col gap-3">
        <h2 id="deliveries" className="text-lg font-semibold">
          Deliveries
        </h2>
        <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
          {list.isPending ? <Skeleton rows={5} label="Loading the deliveries" /> : null}
          {list.isError ? (
            <Trouble title="Couldn’t load the deliveries" error={list.error} again={() => void list.refetch()} />
          ) : null}
          {list.isSuccess && deliveries.length === 0 ? (
            <Empty icon={<Inbox />} title="Nothing was sent yet">
              Send a test, or wait for a call. Deliveries are kept for 7 days.
            </Empty>
          ) : null}
          <ul aria-label="Deliveries" className="divide-y divide-line">
            {deliveries.map((delivery) => (
              <DeliveryLine
                key={delivery.id}
                delivery={delivery}
                resend={() =>
                  void run(async () => {
                    await resend(delivery.webhookId, { deliveryId: delivery.id });
                    return 'Sent again.';
                  })
                }
              />
            ))}
          </ul>
        </div>
        {list.hasNextPage ? (
          <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Older
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
      Webhooks
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
        {formatWord(webhook.format)} · {webhook.events.length === 0 ? 'all events' : webhook.events.join(', ')}
        {webhook.description === '' ? null : ` · ${webhook.description}`}
      </p>
      {reason === null ? null : (
        <p role="status" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger-ink">
          {reason} Set it live once that is mended, and send again what was missed.
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
        title="Send the last 24 hours again?"
        description="Each message once more, under the id that it had."
        word="Send again"
        isOpen={asking === 'resend'}
        close={close}
        run={async () => {
          const { count } = await resend(id, { since: new Date(Date.now() - 86_400_000).toISOString() });
          announce(`${count} ${count === 1 ? 'message is' : 'messages are'} sent again.`);
          await queries.invalidateQueries(webhooksQuery);
        }}
      />
      <Confirm
        title="Give it a new secret?"
        description="For 24 hours both sign. Where only one can be sent, such as a password, it is the new one at once."
        word="New secret"
        isOpen={asking === 'secret'}
        close={close}
        run={async () => made(await rotateSecret(id))}
      />
      <Confirm
        title="Delete this webhook?"
        description="What was sent to it is deleted as well."
        word="Delete"
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
        onClick={() => void run(async () => (await sendTest(id), 'A test was sent.'))}
      >
        <Send aria-hidden />
        Send a test
      </Button>
      {state === 'live' ? (
        <Button onClick={turn('paused', 'Paused.')}>Pause</Button>
      ) : (
        <Button onClick={turn('live', 'Live.')}>Set live</Button>
      )}
      <Button onClick={edit}>Change</Button>
      <Button disabled={state === 'disabled'} onClick={() => setAsking('resend')}>
        Resend the last day
      </Button>
      <Button onClick={() => setAsking('secret')}>New secret</Button>
      <Button look="quiet" onClick={() => setAsking('delete')}>
        Delete
      </Button>
      <Questions id={id} asking={asking} close={close} made={setMade} />
      <SecretDialog made={made} close={() => setMade(null)} />
    </div>
  );
}
