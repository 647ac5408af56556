/** Who works here: invited, given a role, locked out and let in again. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, ShieldCheck, UserPlus, Users, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { LinkView, PersonView } from '#realtime/agent/people-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { say } from '../parts/language.ts';
import { Initials, Mark } from '../parts/mark.tsx';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { writeTime } from '../parts/time.ts';
import { useTitle } from '../parts/title.ts';
import type { Tone } from '../parts/words.ts';
import { InviteDialog, LinkDialog } from './invite-dialog.tsx';
import { changePerson, endSessions, peopleQuery, renewLink, resetFactors } from './people-query.ts';
import { roleWords } from './roles.ts';

/** A link that was just made, and for whom. */
type Made = { readonly name: string; readonly link: LinkView };

/** The page. */
export function PeoplePage(): ReactElement {
  useTitle(say('settings.section.people'));
  const list = useQuery(peopleQuery);
  const queries = useQueryClient();
  const [isInviting, setInviting] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const again = async (): Promise<void> => queries.invalidateQueries(peopleQuery);
  const people = list.data?.people ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.people')}</h1>
        <Button look="lead" onClick={() => setInviting(true)}>
          <UserPlus aria-hidden />
          {say('people.invite')}
        </Button>
      </div>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={4} label={say('people.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('people.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && people.length === 0 ? <Empty icon={<Users />} title={say('people.nobody')} /> : null}
        <ul aria-label={say('settings.section.people')} className="divide-y divide-line">
          {people.map((person) => (
            <Line key={person.id} person={person} again={again} made={setMade} />
          ))}
        </ul>
      </div>
      <InviteDialog
        isOpen={isInviting}
        close={() => setInviting(false)}
        invited={(name, link) => {
          setInviting(false);
          setMade({ name, link });
          void again();
        }}
      />
      <LinkDialog made={made} close={() => setMade(null)} />
    </div>
  );
}

const STATE_TONES: Readonly<Record<PersonView['state'], Tone>> = {
  active: 'good',
  invited: 'wait',
  locked: 'bad',
  without_sign_in: 'calm',
};

function Line({
  person,
  again,
  made,
}: {
  readonly person: PersonView;
  readonly again: () => Promise<void>;
  readonly made: (made: Made) => void;
}): ReactElement {
  const [isActing, setActing] = useState(false);
  const name = nameOf(person);
  const run = async (act: () => Promise<void>): Promise<void> => {
    setActing(true);
    await act().catch((error: unknown) => notify(sentenceOf(error)));
    setActing(false);
    await again();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <Initials name={name} />
      <div className="min-w-0 grow basis-40">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-sm text-quiet">
          {person.email}
          {person.lastSeenAt === null ? null : ` · ${say('people.here', { at: writeTime(person.lastSeenAt) })}`}
        </p>
      </div>
      {hasFactor(person) ? (
        <Mark tone="calm">
          <ShieldCheck aria-hidden />
          {say('people.twoFactor')}
        </Mark>
      ) : null}
      <Mark tone={STATE_TONES[person.state]}>{say(`people.state.${person.state}`)}</Mark>
      <RoleChoice
        name={name}
        role={person.role}
        isOff={isActing}
        choose={(role) => void run(async () => void (await changePerson(person.id, { role })))}
      />
      <Acts person={person} name={name} isOff={isActing} run={run} made={made} />
    </li>
  );
}

/** What can be done about a person: unlock who is locked; else a new link, and the lock. */
function Acts({
  person,
  name,
  isOff,
  run,
  made,
}: {
  readonly person: PersonView;
  readonly name: string;
  readonly isOff: boolean;
  readonly run: (act: () => Promise<void>) => Promise<void>;
  readonly made: (made: Made) => void;
}): ReactElement {
  const lock = (isLocked: boolean) => (): void =>
    void run(async () => void (await changePerson(person.id, { isLocked })));
  if (person.state === 'locked')
    return (
      <Button size="small" disabled={isOff} aria-label={say('people.unlockName', { name })} onClick={lock(false)}>
        {say('people.unlock')}
      </Button>
    );
  return (
    <div className="flex basis-full flex-wrap items-center gap-1 sm:pl-11">
      <Button
        size="small"
        disabled={isOff}
        aria-label={say('people.newLinkFor', { name })}
        onClick={() => void run(async () => made({ name, link: await renewLink(person.id) }))}
      >
        {say('people.newLink')}
      </Button>
      <AssistSwitch person={person} name={name} isOff={isOff} run={run} />
      {person.state !== 'active' ? null : (
        <Button
          size="small"
          look="quiet"
          disabled={isOff}
          aria-label={say('people.signOutName', { name })}
          onClick={() => void run(async () => announce(endedWords(name, (await endSessions(person.id)).ended)))}
        >
          {say('people.signOut')}
        </Button>
      )}
      {hasFactor(person) ? <ResetFactors id={person.id} name={name} isOff={isOff} run={run} /> : null}
      <Button
        size="small"
        look="quiet"
        disabled={isOff}
        aria-label={say('people.lockName', { name })}
        onClick={lock(true)}
      >
        {say('people.lock')}
      </Button>
    </div>
  );
}

/** Whether the desk may assist them in calls. */
function AssistSwitch({
  person,
  name,
  isOff,
  run,
}: {
  readonly person: PersonView;
  readonly name: string;
  readonly isOff: boolean;
  readonly run: (act: () => Promise<void>) => Promise<void>;
}): ReactElement {
  return (
    <Button
      size="small"
      look="quiet"
      disabled={isOff}
      aria-pressed={person.assist}
      aria-label={say('people.assistFor', { name })}
      onClick={() => void run(async () => void (await changePerson(person.id, { assist: !person.assist })))}
    >
      {person.assist ? <Check aria-hidden /> : <X aria-hidden />}
      {say('people.assist')}
    </Button>
  );
}

/** For those who lost their phone: asks first, since it also signs them out. */
function ResetFactors({
  id,
  name,
  isOff,
  run,
}: {
  readonly id: number;
  readonly name: string;
  readonly isOff: boolean;
  readonly run: (act: () => Promise<void>) => Promise<void>;
}): ReactElement {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        look="quiet"
        disabled={isOff}
        aria-label={say('people.resetFactorsOf', { name })}
        onClick={() => setAsking(true)}
      >
        {say('people.resetFactors')}
      </Button>
      <Confirm
        title={say('people.resetTitle', { name })}
        description={say('people.resetAbout')}
        word={say('people.reset')}
        isOpen={isAsking}
        close={() => setAsking(false)}
        run={async () => {
          await resetFactors(id);
          announce(say('people.isReset', { name }));
          await run(async () => undefined);
        }}
      />
    </>
  );
}

function RoleChoice({
  name,
  role,
  isOff,
  choose,
}: {
  readonly name: string;
  readonly role: PersonView['role'];
  readonly isOff: boolean;
  readonly choose: (role: PersonView['role']) => void;
}): ReactElement {
  return (
    <select
      aria-label={say('people.roleOf', { name })}
      className="min-h-8 rounded-lg border border-edge bg-surface px-2 text-sm"
      disabled={isOff}
      value={role}
      onChange={({ target }) => {
        const chosen = roleWords().find(([each]) => each === target.value)?.[0];
        if (chosen !== undefined) choose(chosen);
      }}
    >
      {roleWords().map(([each, word]) => (
        <option key={each} value={each}>
          {word}
        </option>
      ))}
    </select>
  );
}

/** Codes, or a passkey. */
function hasFactor({ hasCodes, passkeys }: PersonView): boolean {
  return hasCodes || passkeys > 0;
}

function nameOf({ firstName, lastName, email }: PersonView): string {
  return `${firstName} ${lastName}`.trim() || email;
}

function endedWords(name: string, ended: number): string {
  return ended === 0 ? say('people.wasNowhere', { name }) : say('people.isOut', { name });
}
