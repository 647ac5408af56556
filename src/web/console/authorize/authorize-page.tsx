/** A person is asked whether an application may in; they are sent back to it, whatever they say. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ConsentView } from '#realtime/agent/oauth-protocol.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { Entrance, EntranceFault } from '../sign-in/entrance.tsx';
import { meQuery } from '../sign-in/session.ts';
import { kindWord } from '../settings/tokens/token-kinds.ts';
import { answerConsent, consentQuery } from './authorize-query.ts';

/** The page. */
export function AuthorizePage(): ReactElement {
  const { ask } = useSearch({ from: '/authorize' });
  const asked = useQuery(consentQuery(ask));
  useTitle(say('authorize.title'));
  if (asked.isPending) return <Skeleton label={say('common.loading')} />;
  if (asked.isError)
    return <Trouble title={say('authorize.trouble')} error={asked.error} again={() => void asked.refetch()} />;
  return 'problem' in asked.data ? <Problem problem={asked.data.problem} /> : <Consent ask={ask} {...asked.data} />;
}

function Problem({ problem }: Extract<ConsentView, { readonly problem: string }>): ReactElement {
  return (
    <Entrance title={say('authorize.title')} about={say('authorize.notSent')}>
      <EntranceFault fault={say(`authorize.problem.${problem}`)} />
    </Entrance>
  );
}

function Consent({
  ask,
  app: { name, kind },
  host,
}: { readonly ask: string } & Exclude<ConsentView, { readonly problem: string }>): ReactElement {
  const { data: me } = useQuery(meQuery);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const answer = async (isAllowed: boolean): Promise<void> => {
    setSending(true);
    setFault(null);
    try {
      const { location } = await answerConsent({ ask, isAllowed });
      globalThis.location.assign(location);
    } catch (error) {
      setFault(sentenceOf(error));
      setSending(false);
    }
  };
  const workspace = me?.workspace.name ?? '';
  return (
    <Entrance title={say('authorize.connect', { name })} about={say('authorize.about', { name, workspace })}>
      <div className="flex flex-col gap-5">
        <EntranceFault fault={fault} />
        <div className="rounded-xl border border-line bg-surface p-4">
          <p className="font-medium">{kindWord(kind)}</p>
          <p className="text-sm text-quiet">{say(`tokens.kind.${kind}About`)}</p>
        </div>
        <p className="text-sm text-quiet">{say('authorize.back', { host })}</p>
        <Button look="lead" size="large" disabled={isSending} onClick={() => void answer(true)}>
          {say('authorize.allow')}
        </Button>
        <Button size="large" disabled={isSending} onClick={() => void answer(false)}>
          {say('authorize.refuse')}
        </Button>
        <p className="text-sm text-quiet">{say('authorize.revocable')}</p>
      </div>
    </Entrance>
  );
}
