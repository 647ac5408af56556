/** One article: written, heard as callers hear it, published, deleted. `new` makes one. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ArticleEdit, ArticleView } from '#realtime/agent/articles-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { say } from '../../parts/language.ts';
import { isMissing } from '../../parts/request.ts';
import { Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { ArticleForm } from './article-form.tsx';
import { ALL_ARTICLES, articleQuery, changeArticle, createArticle, deleteArticle } from './articles-query.ts';

const BLANK: ArticleEdit = { title: '', body: '', phrasings: [], lang: 'en', status: 'draft', handsOver: false };

/** The page. */
export function ArticlePage(): ReactElement {
  const { id } = useParams({ strict: false });
  const isNew = id === 'new';
  const article = useQuery({ ...articleQuery(String(id)), enabled: !isNew });
  const title = isNew ? say('articles.new') : (article.data?.title ?? say('articles.title'));
  useTitle(title);
  if (article.isError && isMissing(article.error))
    return (
      <Nowhere title={say('articles.notFound')}>
        <BackLink />
      </Nowhere>
    );
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <BackLink />
      <h1 className="text-2xl font-semibold">{title}</h1>
      {!isNew && article.isPending ? <Skeleton rows={6} label={say('articles.loadingOne')} /> : null}
      {article.isError ? (
        <Trouble title={say('articles.troubleOne')} error={article.error} again={() => void article.refetch()} />
      ) : null}
      {isNew ? <NewArticle /> : null}
      {article.data === undefined ? null : <OneArticle key={article.data.id} article={article.data} />}
    </div>
  );
}

function BackLink(): ReactElement {
  return (
    <Link
      to="/settings/articles"
      className="inline-flex min-h-9 items-center gap-1.5 self-start text-sm text-quiet hover:text-ink [&_svg]:size-4"
    >
      <ArrowLeft aria-hidden />
      {say('settings.section.articles')}
    </Link>
  );
}

function NewArticle(): ReactElement {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const save = async (value: ArticleEdit): Promise<ArticleEdit> => {
    const made = await createArticle(value);
    await queries.invalidateQueries(ALL_ARTICLES);
    announce(say('workspace.savedSaid'));
    return made;
  };
  return (
    <ArticleForm
      opened={BLANK}
      save={async ({ value }) => save(value)}
      saved={() => void navigate({ to: '/settings/articles' })}
      remove={null}
    />
  );
}

function OneArticle({ article }: { readonly article: ArticleView }): ReactElement {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { id, title, body, phrasings, lang, status, handsOver } = article;
  const save = async (changes: Partial<ArticleEdit>): Promise<ArticleEdit> => {
    const changed = await changeArticle(id, changes);
    queries.setQueryData(articleQuery(String(id)).queryKey, changed);
    await queries.invalidateQueries(ALL_ARTICLES);
    announce(say('workspace.savedSaid'));
    return editOf(changed);
  };
  const remove = async (): Promise<void> => {
    await deleteArticle(id);
    await navigate({ to: '/settings/articles' });
    queries.removeQueries(articleQuery(String(id)));
    await queries.invalidateQueries(ALL_ARTICLES);
  };
  return (
    <ArticleForm
      opened={{ title, body, phrasings, lang, status, handsOver }}
      save={async ({ changes }) => save(changes)}
      saved={() => undefined}
      remove={remove}
    />
  );
}

function editOf({ title, body, phrasings, lang, status, handsOver }: ArticleView): ArticleEdit {
  return { title, body, phrasings, lang, status, handsOver };
}
