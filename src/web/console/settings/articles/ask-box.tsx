/** Tries a question: what the voice agent would say to it, and from which article. */
import { Link } from '@tanstack/react-router';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { MAX_QUESTION } from '#domain/ports/reasoner.ts';
import type { AnswerView } from '#realtime/agent/articles-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { locale, say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { sentenceOf } from '../../parts/request.ts';
import { askArticles } from './articles-query.ts';

/** The box. */
export function AskBox(): ReactElement {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<AnswerView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '') return;
    setAsking(true);
    setFault(null);
    try {
      const told = await askArticles(text);
      setAnswer(told);
      announce(told.says.join(' '));
    } catch (error) {
      setAnswer(null);
      setFault(sentenceOf(error));
    }
    setAsking(false);
  };
  return (
    <section
      aria-labelledby="ask"
      className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <h2 id="ask" className="text-lg font-semibold">
        {say('articles.ask.title')}
      </h2>
      <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => void ask(event)}>
        <div className="min-w-0 grow basis-64">
          <TextField
            label={say('articles.ask.says')}
            placeholder={say('articles.ask.hint')}
            maxLength={MAX_QUESTION}
            value={text}
            error={fault}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <Button type="submit" look="lead" disabled={isAsking || text.trim() === ''}>
          {say(isAsking ? 'articles.ask.asking' : 'articles.ask.ask')}
        </Button>
      </form>
      {answer === null ? null : <Answer answer={answer} />}
    </section>
  );
}

function Answer({ answer }: { readonly answer: AnswerView }): ReactElement {
  const { says, next, found, threshold, by } = answer;
  return (
    <div className="flex flex-col gap-4">
      <blockquote className="rounded-xl bg-sunken px-4 py-3">{says.join(' ')}</blockquote>
      <p className="text-sm text-quiet">{afterwards(answer)}</p>
      {found.length === 0 ? null : (
        <ol aria-label={say('articles.ask.closest')} className="flex flex-col gap-2">
          {found.map(({ articleId, title, score }, place) => (
            <li key={articleId} className="flex items-center gap-3 text-sm">
              <Mark tone={score >= threshold ? 'good' : 'calm'}>{percent(score)}</Mark>
              <Link
                to="/settings/articles/$id"
                params={{ id: String(articleId) }}
                className="min-w-0 truncate underline"
              >
                {title}
              </Link>
              {place === 0 && score >= threshold && next !== 'hang_up' ? (
                <span className="text-quiet">{say('articles.ask.answers')}</span>
              ) : null}
            </li>
          ))}
        </ol>
      )}
      {by === 'meaning' ? null : <p className="text-sm text-quiet">{say('articles.ask.byWords')}</p>}
    </div>
  );
}

/** What happens after the words. */
function afterwards({ next, found, threshold }: AnswerView): string {
  if (next === 'hand_over') return say('articles.heardPerson');
  if (next === 'hang_up') return say('articles.ask.hangUp');
  return (found[0]?.score ?? 0) >= threshold
    ? say('articles.ask.listen')
    : say('articles.ask.far', { needed: percent(threshold) });
}

function percent(share: number): string {
  return share.toLocaleString(locale(), { style: 'percent' });
}
