/** One event: when it happened, what it is about, and every message that is sent of it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, Copy } from 'lucide-react';
import type { ReactElement } from 'react';
import type { WholeEventView } from '#realtime/agent/events-protocol.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { copyText } from '../../parts/copy.ts';
import { say } from '../../parts/language.ts';
import { isMissing } from '../../parts/request.ts';
import { Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { indented, TextBlock } from '../../parts/text-block.tsx';
import { writeWholeTime } from '../../parts/time.ts';
import { useTitle } from '../../parts/title.ts';
import { AboutLink } from './about-link.tsx';
import { eventQuery } from './events-query.ts';

/** The page. */
export function EventPage(): ReactElement {
  const { id } = useParams({ from: '/frame/settings/events/$id' });
  useTitle(say('events.titleOne', { id }));
  const event = useQuery(eventQuery(id));
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <Link to="/settings/events" className={`self-start ${buttonClass('quiet', 'small')} -ml-2.5`}>
        <ArrowLeft aria-hidden />
        {say('settings.section.events')}
      </Link>
      {event.isPending ? <Skeleton label={say('events.loadingOne')} /> : null}
      {isMissing(event.error) ? (
        <Nowhere title={say('events.notFound')}>
          <Link to="/settings/events" className={buttonClass('plain', 'medium')}>
            {say('events.toAll')}
          </Link>
        </Nowhere>
      ) : event.isError ? (
        <Trouble title={say('events.troubleOne')} error={event.error} again={() => void event.refetch()} />
      ) : null}
      {event.data === undefined ? null : <Content messages={event.data.messages} />}
    </div>
  );
}

function Content({ messages }: WholeEventView): ReactElement | null {
  const [first] = messages;
  if (first === undefined) return null;
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-2xl font-semibold">{say('events.titleOne', { id: String(first.seq) })}</h1>
        <p className="flex flex-wrap gap-x-4 text-sm text-quiet">
          <time dateTime={first.at}>{writeWholeTime(first.at)}</time>
          <AboutLink event={first} />
        </p>
      </div>
      <p className="max-w-prose text-sm text-quiet">{say('events.asItStands')}</p>
      {messages.map(({ type, data }) => (
        <section key={type} aria-label={type} className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center gap-3">
            <h2 className="grow font-mono font-semibold">{type}</h2>
            <Button
              look="quiet"
              size="small"
              aria-label={say('events.copy', { type })}
              onClick={() => void copyText(data)}
            >
              <Copy aria-hidden />
              {say('desk.copy')}
            </Button>
          </div>
          <TextBlock title={say('events.text', { type })} text={indented(data)} isTall />
        </section>
      ))}
    </>
  );
}
