/** How people come in: by a provider, and by links in the mail. For administrators. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { say } from '../../parts/language.ts';
import { Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { meQuery } from '../../sign-in/session.ts';
import { MailForm } from './mail-form.tsx';
import { MailList } from './mail-list.tsx';
import { mailServerQuery } from './mail-query.ts';
import { MailTest } from './mail-test.tsx';
import { ProviderSection } from './provider-section.tsx';

/** The page. */
export function SignInSettingsPage(): ReactElement {
  useTitle(say('settings.section.sign-in'));
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.sign-in')}</h1>
      <ProviderSection />
      <MailSection />
      <MailList />
    </div>
  );
}

function MailSection(): ReactElement {
  const mail = useQuery(mailServerQuery);
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <section aria-labelledby="mail" className="flex flex-col gap-3">
      <div>
        <h2 id="mail" className="text-lg font-semibold">
          {say('mail.title')}
        </h2>
        <p className="text-sm text-quiet">{say('mail.about')}</p>
      </div>
      <div className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade">
        {mail.isPending ? <Skeleton rows={4} label={say('mail.loading')} /> : null}
        {mail.isError ? (
          <Trouble title={say('mail.trouble')} error={mail.error} again={() => void mail.refetch()} />
        ) : null}
        {mail.data === undefined ? null : (
          <MailForm key={mail.data.server === null ? 'none' : 'one'} opened={mail.data.server} />
        )}
        {mail.data?.server == null ? null : <MailTest own={me?.agent.email ?? ''} />}
      </div>
    </section>
  );
}
