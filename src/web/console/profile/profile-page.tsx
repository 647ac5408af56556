/** The own profile: name, password, and where one is signed in. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { say } from '../parts/language.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { AssistForm } from './assist-form.tsx';
import { LanguageForm } from './language-form.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { profileQuery } from './profile-query.ts';
import { Security } from './security.tsx';
import { Sessions } from './sessions.tsx';

/** The page. */
export function ProfilePage(): ReactElement {
  useTitle(say('profile.title'));
  const profile = useQuery(profileQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('profile.title')}</h1>
      {profile.isPending ? <Skeleton rows={4} label={say('profile.loading')} /> : null}
      {profile.isError ? (
        <Trouble title={say('profile.trouble')} error={profile.error} again={() => void profile.refetch()} />
      ) : null}
      {profile.isSuccess ? (
        <>
          <Part title={say('profile.name')} about={profile.data.email}>
            <NameForm name={profile.data} />
          </Part>
          <Part title={say('profile.language.label')} about={say('profile.language.about')}>
            <LanguageForm language={profile.data.language} />
          </Part>
          <Part title={say('profile.assist.title')} about={say('profile.assist.about')}>
            <AssistForm {...profile.data} />
          </Part>
          <Part title={say('signIn.password')} about={say('profile.passwordAbout')}>
            <PasswordForm email={profile.data.email} />
          </Part>
          <Part title={say('profile.security')} about={say('factor.about')}>
            <Security />
          </Part>
          <Part title={say('profile.signedIn')} about={say('profile.signedInAbout')}>
            <Sessions sessions={profile.data.sessions} />
          </Part>
        </>
      ) : null}
    </div>
  );
}

/** One part of the page. */
function Part({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="text-sm text-quiet">{about}</p>
      </div>
      {children}
    </section>
  );
}
