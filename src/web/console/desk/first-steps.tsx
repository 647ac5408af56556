/** The first steps, at an administrator's desk, until all are done or the list is closed. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { FirstStep } from '#domain/identity/first-steps.ts';
import { FIRST_STEPS } from '#domain/identity/first-steps.ts';
import { useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Filled } from '../parts/filled.tsx';
import { say } from '../parts/language.ts';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { closeFirstSteps, firstStepsQuery } from '../settings/workspace/workspace-query.ts';

const LINK = 'rounded font-medium underline decoration-line underline-offset-4 hover:decoration-current';

/** Step -> what it is, as a way there. */
const STEPS: Readonly<Record<FirstStep, (slug: string) => ReactNode>> = {
  call: (slug) => (
    <a className={LINK} href={`/w/${slug}`} target="_blank">
      {say('desk.steps.call')}
    </a>
  ),
  people: () => (
    <Link className={LINK} to="/settings/people">
      {say('desk.steps.people')}
    </Link>
  ),
  menu: () => (
    <Link className={LINK} to="/settings/menus">
      {say('desk.steps.menu')}
    </Link>
  ),
  number: () => (
    <Filled
      says={(gap) => say('desk.steps.number', { number: gap('number'), trunk: gap('trunk') })}
      gaps={{
        number: (
          <Link className={LINK} to="/settings/numbers">
            {say('desk.steps.aNumber')}
          </Link>
        ),
        trunk: (
          <Link className={LINK} to="/settings/trunks">
            {say('desk.steps.aTrunk')}
          </Link>
        ),
      }}
    />
  ),
  token: () => (
    <Link className={LINK} to="/settings/tokens">
      {say('desk.steps.token')}
    </Link>
  ),
};

/** The list; nothing for anyone but administrators, and while it is not known how far they are. */
export function FirstSteps(): ReactElement | null {
  const { me, workspace } = useWorld();
  const isAdmin = me.role === 'admin';
  const { data: steps } = useQuery({ ...firstStepsQuery, enabled: isAdmin, retry: false });
  const queries = useQueryClient();
  if (!isAdmin || steps === undefined || steps.isClosed || FIRST_STEPS.every((step) => steps.done[step])) return null;
  const close = async (): Promise<void> => {
    await closeFirstSteps()
      .then((closed) => queries.setQueryData(firstStepsQuery.queryKey, closed))
      .catch((error: unknown) => notify(sentenceOf(error)));
  };
  const left = FIRST_STEPS.filter((step) => !steps.done[step]).length;
  return (
    <section aria-labelledby="first-steps" className="rounded-2xl border border-line bg-surface p-5 shadow-shade">
      <div className="mb-3 flex items-center gap-3">
        <h2 id="first-steps" className="grow font-semibold">
          {say('desk.steps.title')}
        </h2>
        <span className="text-sm text-quiet">{say('desk.steps.left', { left, of: FIRST_STEPS.length })}</span>
        <Button look="quiet" size="small" aria-label={say('desk.steps.close')} onClick={() => void close()}>
          <X aria-hidden />
        </Button>
      </div>
      <ol className="flex flex-col gap-2.5">
        {FIRST_STEPS.map((step) => (
          <li key={step} className={`flex items-center gap-3 ${steps.done[step] ? 'text-quiet' : ''}`}>
            <span
              className={`grid size-6 shrink-0 place-items-center rounded-full border ${steps.done[step] ? 'border-transparent bg-accent-soft text-accent-ink' : 'border-edge'}`}
            >
              {steps.done[step] ? <Check role="img" aria-label={say('desk.steps.done')} className="size-4" /> : null}
            </span>
            <span>{STEPS[step](workspace.slug)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
