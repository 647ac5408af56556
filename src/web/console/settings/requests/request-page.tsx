/** One request: who asked what, how it was answered, and both bodies where they were kept. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, Copy } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { WholeRequestView } from '#realtime/agent/requests-protocol.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { copyText } from '../../parts/copy.ts';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { isMissing } from '../../parts/request.ts';
import { Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { writeWholeTime } from '../../parts/time.ts';
import { useTitle } from '../../parts/title.ts';
import { apiName, askerWords, statusTone } from './request-words.ts';
import { requestQuery } from './requests-query.ts';

/** The page. */
export function RequestPage(): ReactElement {
  const { id } = useParams({ from: '/frame/settings/requests/$id' });
  useTitle(say('requests.titleOne', { id }));
  const request = useQuery(requestQuery(id));
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <Link to="/settings/requests" className={`self-start ${buttonClass('quiet', 'small')} -ml-2.5`}>
        <ArrowLeft aria-hidden />
        {say('settings.section.requests')}
      </Link>
      {request.isPending ? <Skeleton label={say('requests.loadingOne')} /> : null}
      {isMissing(request.error) ? (
        <Nowhere title={say('requests.notFound')}>
          <Link to="/settings/requests" className={buttonClass('plain', 'medium')}>
            {say('requests.toAll')}
          </Link>
        </Nowhere>
      ) : request.isError ? (
        <Trouble title={say('requests.troubleOne')} error={request.error} again={() => void request.refetch()} />
      ) : null}
      {request.data === undefined ? null : <Content whole={request.data} />}
    </div>
  );
}

function Content({ whole: { request, bodies } }: { readonly whole: WholeRequestView }): ReactElement {
  const { status, method, path, problem, callId } = request;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 grow font-mono text-lg font-semibold wrap-anywhere">
          {method} {path}
        </h1>
        <Mark tone={statusTone(status)}>{status}</Mark>
      </div>
      {problem === null ? null : <p>{problem}</p>}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-3">
        <Fact name={say('requests.time')}>{writeWholeTime(request.at)}</Fact>
        <Fact name={say('requests.took')}>{request.milliseconds} ms</Fact>
        <Fact name="API">{apiName(request.surface)}</Fact>
        <Fact name={say('requests.operation')}>{request.operation ?? say('requests.noOperation')}</Fact>
        <Fact name={say('requests.token')}>{askerWords(request)}</Fact>
        <Fact name={say('requests.from')}>{request.address}</Fact>
        <Fact name={say('requests.call')}>
          {callId === null ? (
            say('requests.noCall')
          ) : (
            <Link to="/calls/$id" params={{ id: String(callId) }} search={{}} className="text-accent-ink underline">
              {say('calls.callTitle', { id: String(callId) })}
            </Link>
          )}
        </Fact>
        <Fact name={say('requests.requestId')} isWide>
          <code className="font-mono text-xs wrap-anywhere">{request.requestId}</code>
        </Fact>
      </dl>
      {bodies === null ? (
        <p className="text-sm text-quiet">{say('requests.bodiesGone')}</p>
      ) : (
        <>
          <Body what="request" text={bodies.request} />
          <Body what="answer" text={bodies.answer} />
        </>
      )}
    </>
  );
}

function Fact({
  name,
  isWide = false,
  children,
}: {
  readonly name: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={isWide ? 'col-span-2' : ''}>
      <dt className="text-xs font-medium text-quiet">{name}</dt>
      <dd className="mt-0.5 wrap-anywhere tabular-nums">{children}</dd>
    </div>
  );
}

function Body({ what, text }: { readonly what: 'request' | 'answer'; readonly text: string | null }): ReactElement {
  const title = say(`requests.${what}.body`);
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <h2 className="grow font-medium">{title}</h2>
        {text === null ? null : (
          <Button
            look="quiet"
            size="small"
            aria-label={say(`requests.${what}.copy`)}
            onClick={() => void copyText(text)}
          >
            <Copy aria-hidden />
            {say('desk.copy')}
          </Button>
        )}
      </div>
      {text === null ? (
        <p className="text-sm text-quiet">{say('requests.noBody')}</p>
      ) : (
        <pre
          // What scrolls must be reached by the keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- As said above.
          tabIndex={0}
          role="region"
          aria-label={say(`requests.${what}.text`)}
          className="max-h-[32rem] overflow-auto rounded-xl border border-line bg-sunken p-4 font-mono text-xs leading-5"
        >
          {text}
        </pre>
      )}
    </section>
  );
}
