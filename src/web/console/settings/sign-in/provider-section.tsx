/** Sign-in by a provider (OpenID Connect): the form, and what a test of it finds. */
import { useQuery } from '@tanstack/react-query';
import { Check, PlugZap, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ProviderTestView } from '#realtime/agent/provider-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { sentenceOf } from '../../parts/request.ts';
import { Skeleton, Trouble } from '../../parts/states.tsx';
import { ProviderForm } from './provider-form.tsx';
import { providerQuery, testProvider } from './provider-query.ts';

/** The section. */
export function ProviderSection(): ReactElement {
  const provider = useQuery(providerQuery);
  return (
    <section aria-labelledby="provider" className="flex flex-col gap-3">
      <div>
        <h2 id="provider" className="text-lg font-semibold">
          {say('provider.title')}
        </h2>
        <p className="text-sm text-quiet">{say('provider.about')}</p>
      </div>
      <div className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade">
        {provider.isPending ? <Skeleton rows={4} label={say('provider.loading')} /> : null}
        {provider.isError ? (
          <Trouble title={say('provider.trouble')} error={provider.error} again={() => void provider.refetch()} />
        ) : null}
        {provider.data === undefined ? null : (
          <ProviderForm key={provider.data.provider === null ? 'none' : 'one'} opened={provider.data} />
        )}
        {provider.data?.provider == null ? null : <ProviderTest />}
      </div>
    </section>
  );
}

/** The button and what came of it. It tests what is saved. */
function ProviderTest(): ReactElement {
  const [found, setFound] = useState<ProviderTestView | null>(null);
  const [isTesting, setTesting] = useState(false);
  const run = async (): Promise<void> => {
    setTesting(true);
    setFound(null);
    const came = await testProvider().catch((error: unknown) => ({ ok: false, sentence: sentenceOf(error) }));
    setFound(came);
    announce(came.sentence);
    setTesting(false);
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-5">
      <Button className="self-start" disabled={isTesting} onClick={() => void run()}>
        <PlugZap aria-hidden />
        {isTesting ? say('provider.testing') : say('provider.test')}
      </Button>
      {found === null ? null : (
        <p className="flex gap-2.5 text-sm wrap-anywhere [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
          {found.ok ? (
            <Check aria-label={say('provider.works')} className="text-accent-ink" />
          ) : (
            <X aria-label={say('provider.fails')} className="text-danger-ink" />
          )}
          <span>{found.sentence}</span>
        </p>
      )}
    </div>
  );
}
