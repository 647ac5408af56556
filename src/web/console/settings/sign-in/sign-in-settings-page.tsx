/** How people come in: by a provider, and by links in the mail. For administrators. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
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
  useTitle('Sign-in');
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">Sign-in</h1>
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
          Mail
        </h2>
        <p className="text-sm text-quiet">
          With a mail server, invitations and links for a new password are mailed, and people who forgot their password
          help themselves. Without one you hand the links on.
        </p>
      </div>
      <div className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade">
        {mail.isPending ? <Skeleton rows={4} label="Loading the mail server" /> : null}
        {mail.isError ? (
          <Trouble title="Couldn’t load the mail server" error={mail.error} again={() => void mail.refetch()} />
        ) : null}
        {mail.data === undefined ? null : (
          <MailForm key={mail.data.server === null ? 'none' : 'one'} opened={mail.data.server} />
        )}
        {mail.data?.server == null ? null : <MailTest own={me?.agent.email ?? ''} />}
      </div>
    </section>
  );
}
