/** What helps in a call: details that the caller gave, articles for what they said, and a draft for the wrap-up. */
import { BookOpen, Check, Copy, FileText, Plus } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useEffect, useId, useState } from 'react';
import type { DetailKind, FoundDetail } from '#domain/voice-agent/found-details.ts';
import type { AssistArticle, AssistView } from '#realtime/agent/assist-protocol.ts';
import type { CallView } from '#realtime/agent/protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { writeNumber } from '../parts/words.ts';
import { addToDraft, draftOf } from './note-draft.ts';

/** Nothing where nothing is written down, or the agent has switched it off. `isOver`: the call is wrapped up. */
export function Assist({ call, isOver }: { readonly call: CallView; readonly isOver: boolean }): ReactElement | null {
  const view = useAssist(call, isOver);
  const id = useId();
  if (view === null) return null;
  const { details, articles, summary } = view;
  const isEmpty = details.length + articles.length === 0 && summary === null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 rounded-xl border border-line bg-surface px-4 py-3">
      <div>
        <h3 id={id} className="font-semibold">
          {say('desk.assist.title')}
        </h3>
        <p className="text-sm text-quiet">
          {say(!isOver && isPaused(call) ? 'desk.assist.paused' : 'desk.assist.about')}
        </p>
        {isEmpty ? <p className="mt-2 text-sm text-quiet">{say('desk.assist.nothing')}</p> : null}
      </div>
      {summary === null ? null : <Summary call={call} text={summaryText(view)} />}
      {details.length === 0 ? null : <Details call={call} details={details} />}
      {articles.length === 0 ? null : <Articles articles={articles} />}
    </section>
  );
}

/** As it is told; asked for when the page opens, when words are written down again, and when the call is over. */
function useAssist({ id, state, recording }: CallView, isOver: boolean): AssistView | null {
  const desk = useDesk();
  const { assisted, spoken, link } = useDeskState();
  const isWritten = spoken.get(id)?.isOn === true;
  const isAsked = link === 'open' && (state === 'connected' || isOver);
  useEffect(() => {
    if (isAsked) void desk.send({ type: 'assist', callId: id });
  }, [desk, id, isAsked, isOver, isWritten, recording]);
  return assisted.get(id) ?? null;
}

function isPaused({ isHeld, recording }: CallView): boolean {
  return isHeld || recording === 'paused';
}

const KINDS = {
  order: (value) => say('desk.assist.order', { value }),
  email: (value) => say('desk.assist.email', { value }),
  phone: (value) => say('desk.assist.phone', { value: writeNumber(value) }),
} as const satisfies Record<DetailKind, (value: string) => string>;

function Details({
  call,
  details,
}: {
  readonly call: CallView;
  readonly details: readonly FoundDetail[];
}): ReactElement {
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const isNoted = (text: string, value: string): boolean =>
    added.has(text) || draftOf(call).includes(text) || call.notes.some((note) => note.text.includes(value));
  return (
    <Part title={say('desk.assist.details')}>
      <ul className="flex flex-wrap gap-2">
        {details.map(({ kind, value }) => {
          const text = KINDS[kind](value);
          return (
            <li key={text} className="max-w-full">
              <Hint text={say('desk.assist.toNote')}>
                <Button
                  size="small"
                  className="max-w-full text-left whitespace-normal! [overflow-wrap:anywhere]"
                  onClick={() => {
                    if (put(call, text)) setAdded(new Set([...added, text]));
                  }}
                >
                  {isNoted(text, value) ? <Check aria-hidden /> : <Plus aria-hidden />}
                  <span className="tabular-nums">{text}</span>
                </Button>
              </Hint>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Articles({ articles }: { readonly articles: readonly AssistArticle[] }): ReactElement {
  return (
    <Part title={say('desk.assist.articles')}>
      <ul className="flex flex-col divide-y divide-line">
        {articles.map((article) => (
          <li key={article.id}>
            <Article article={article} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Article({ article: { title, text } }: { readonly article: AssistArticle }): ReactElement {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    announce(say('desk.copied'));
  };
  return (
    <details className="group py-1">
      <summary className="flex min-h-8 cursor-pointer items-center gap-2 rounded-lg font-medium hover:underline">
        <BookOpen aria-hidden className="size-4 shrink-0 text-quiet" />
        {title}
      </summary>
      <div className="flex flex-col items-start gap-2 pt-1 pb-2 pl-6">
        <p className="text-sm">{text}</p>
        <Button size="small" look="quiet" className="-ml-2.5" onClick={() => void copy()}>
          <Copy aria-hidden />
          {say('desk.assist.copyArticle')}
        </Button>
      </div>
    </details>
  );
}

function Summary({ call, text }: { readonly call: CallView; readonly text: string }): ReactElement {
  return (
    <Part title={say('desk.assist.summary')}>
      <p className="rounded-lg bg-sunken px-3 py-2 text-sm break-words whitespace-pre-line">{text}</p>
      <Button size="small" className="self-start" onClick={() => put(call, text, true)}>
        <FileText aria-hidden />
        {say('desk.assist.toNote')}
      </Button>
    </Part>
  );
}

/** What the note will say; the agent changes it there. */
function summaryText({ summary, details }: AssistView): string {
  const { ask = null, about = null } = summary ?? {};
  return [
    ...(ask === null ? [] : [say('desk.assist.said', { text: ask })]),
    ...(about === null ? [] : [say('desk.assist.topic', { title: about })]),
    ...details.toReversed().map(({ kind, value }) => KINDS[kind](value)),
  ].join('\n');
}

/** Into the note, which is saved by the agent alone. Whether it fits. */
function put(call: CallView, text: string, isEdited = false): boolean {
  const isAdded = addToDraft(call, text, isEdited);
  announce(say(isAdded ? 'desk.assist.added' : 'desk.assist.full'));
  return isAdded;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex flex-col gap-2">
      <h4 className="text-sm text-quiet">{title}</h4>
      {children}
    </div>
  );
}
