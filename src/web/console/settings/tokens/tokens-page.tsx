/** API tokens: made, shown once, rotated with an overlap, revoked. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { MadeToken, TokenView } from '#realtime/agent/tokens-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Filled } from '../../parts/filled.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { writeTime } from '../../parts/time.ts';
import { useTitle } from '../../parts/title.ts';
import { NewTokenDialog, RotateDialog, SecretDialog } from './token-dialogs.tsx';
import { OauthApps } from './oauth-apps.tsx';
import { revokeToken, tokensQuery } from './tokens-query.ts';
import { kindWord } from './token-kinds.ts';

/** What is being done, and to which token. */
type Doing =
  | { readonly what: 'nothing' | 'create' }
  | { readonly what: 'rotate' | 'revoke'; readonly token: TokenView };

/** The page. */
export function TokensPage(): ReactElement {
  useTitle(say('settings.section.tokens'));
  const list = useQuery(tokensQuery);
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>({ what: 'nothing' });
  const [made, setMade] = useState<MadeToken | null>(null);
  const again = async (): Promise<void> => queries.invalidateQueries(tokensQuery);
  const close = (): void => setDoing({ what: 'nothing' });
  const show = (token: MadeToken): void => {
    close();
    setMade(token);
    void again();
  };
  const tokens = list.data?.tokens ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.tokens')}</h1>
        <Button look="lead" onClick={() => setDoing({ what: 'create' })}>
          <Plus aria-hidden />
          {say('tokens.new')}
        </Button>
      </div>
      <p className="text-quiet">
        <Filled
          says={(gap) => say('tokens.about', { reference: gap('reference') })}
          gaps={{
            reference: (
              <a href="/docs" className="underline">
                {say('tokens.reference')}
              </a>
            ),
          }}
        />
      </p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label={say('tokens.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('tokens.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && tokens.length === 0 ? (
          <Empty icon={<KeyRound />} title={say('tokens.none')}>
            {say('tokens.noneHelp')}
          </Empty>
        ) : null}
        <ul aria-label={say('settings.section.tokens')} className="divide-y divide-line">
          {tokens.map((token) => (
            <Line
              key={token.id}
              token={token}
              rotate={() => setDoing({ what: 'rotate', token })}
              revoke={() => setDoing({ what: 'revoke', token })}
            />
          ))}
        </ul>
      </div>
      <NewTokenDialog isOpen={doing.what === 'create'} close={close} made={show} />
      <RotateDialog token={doing.what === 'rotate' ? doing.token : null} close={close} made={show} />
      <Confirm
        title={say('tokens.revokeTitle', { name: doing.what === 'revoke' ? doing.token.name : '' })}
        description={say('tokens.revokeAbout')}
        word={say('tokens.revoke')}
        isOpen={doing.what === 'revoke'}
        close={close}
        run={async () => {
          if (doing.what === 'revoke') await revokeToken(doing.token.id);
          await again();
        }}
      />
      <OauthApps />
      <SecretDialog made={made} close={() => setMade(null)} />
    </div>
  );
}

function Line({
  token,
  rotate,
  revoke,
}: {
  readonly token: TokenView;
  readonly rotate: () => void;
  readonly revoke: () => void;
}): ReactElement {
  const { name, kind, isBySetting, isReplaced } = token;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 grow basis-60">
        <p className="truncate font-medium">{name}</p>
        <p className="text-sm text-quiet">{lifeOf(token).join(' · ')}</p>
      </div>
      <Mark tone="calm">{kindWord(kind)}</Mark>
      {isReplaced ? <Mark tone="wait">{say('tokens.replaced')}</Mark> : null}
      {isBySetting || isReplaced ? null : (
        <Button size="small" aria-label={say('tokens.rotateTitle', { name })} onClick={rotate}>
          {say('tokens.rotate')}
        </Button>
      )}
      <Button size="small" look="quiet" aria-label={say('tokens.revokeName', { name })} onClick={revoke}>
        {say('tokens.revoke')}
      </Button>
    </li>
  );
}

/** When it was made and by whom, when it was used, and when it ends. */
function lifeOf({ createdAt, lastUsedAt, expiresAt, madeBy, isBySetting }: TokenView): readonly string[] {
  const at = writeTime(createdAt);
  const byPerson = madeBy === null ? say('tokens.made', { at }) : say('tokens.madeBy', { at, by: madeBy });
  return [
    isBySetting ? say('tokens.madeBySetting', { at }) : byPerson,
    lastUsedAt === null ? say('tokens.neverUsed') : say('tokens.lastUsed', { at: writeTime(lastUsedAt) }),
    ...(expiresAt === null ? [] : [say('tokens.worksUntil', { at: writeTime(expiresAt) })]),
  ];
}
