/** The articles that the voice agent answers from. For administrators. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BookOpen, FileUp, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useDeferredValue, useState } from 'react';
import type { ArticleView } from '#realtime/agent/articles-protocol.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { articlesQuery } from './articles-query.ts';
import { AskBox } from './ask-box.tsx';
import { ImportDialog } from './import-dialog.tsx';

/** The page. */
export function ArticlesPage(): ReactElement {
  useTitle(say('settings.section.articles'));
  const [search, setSearch] = useState('');
  const [isImporting, setImporting] = useState(false);
  const sought = useDeferredValue(search.trim());
  const list = useInfiniteQuery(articlesQuery(sought.length < 2 ? '' : sought));
  const articles = list.data?.pages.flatMap((page) => page.articles) ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.articles')}</h1>
        <Button onClick={() => setImporting(true)}>
          <FileUp aria-hidden />
          {say('articles.import')}
        </Button>
        <Link to="/settings/articles/$id" params={{ id: 'new' }} className={buttonClass('lead')}>
          <Plus aria-hidden />
          {say('articles.new')}
        </Link>
      </div>
      <p className="text-sm text-quiet">{say('articles.about')}</p>
      <AskBox />
      <TextField
        label={say('desk.transfer.search')}
        type="search"
        placeholder={say('articles.searchHint')}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={6} label={say('articles.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('articles.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && articles.length === 0 ? <Nothing sought={sought} /> : null}
        <ul aria-label={say('settings.section.articles')} className="divide-y divide-line">
          {articles.map((article) => (
            <Line key={article.id} article={article} />
          ))}
        </ul>
      </div>
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {say('articles.older')}
        </Button>
      ) : null}
      <ImportDialog isOpen={isImporting} close={() => setImporting(false)} />
    </div>
  );
}

function Nothing({ sought }: { readonly sought: string }): ReactElement {
  return sought.length < 2 ? (
    <Empty icon={<BookOpen />} title={say('articles.none')}>
      {say('articles.noneHelp')}
    </Empty>
  ) : (
    <Empty icon={<BookOpen />} title={say('articles.nothing')}>
      {say('articles.nothingHelp', { sought })}
    </Empty>
  );
}

function Line({ article }: { readonly article: ArticleView }): ReactElement {
  const { id, title, phrasings, lang, status, handsOver } = article;
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5 hover:bg-sunken">
      <div className="min-w-0 grow basis-60">
        <Link
          to="/settings/articles/$id"
          params={{ id: String(id) }}
          className="block font-medium after:absolute after:inset-0"
        >
          {title}
        </Link>
        <p className="truncate text-sm text-quiet">
          {lang} · {say('articles.phrasingCount', { count: phrasings.length })}
          {handsOver ? ` · ${say('articles.thenPerson')}` : null}
        </p>
      </div>
      <Mark tone={status === 'published' ? 'good' : 'calm'}>{say(`articles.state.${status}`)}</Mark>
    </li>
  );
}
