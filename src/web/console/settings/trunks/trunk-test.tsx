/** The test of a trunk: what it found, step by step. */
import { useQueryClient } from '@tanstack/react-query';
import { Check, PlugZap, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { TrunkTestView, TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { sentenceOf } from '../../parts/request.ts';
import { STEP_WORDS } from './trunk-words.ts';
import { testTrunk, trunksQuery } from './trunks-query.ts';

/** The button and what came of it. It tests what is saved. */
export function TrunkTest({ trunk }: { readonly trunk: TrunkView }): ReactElement {
  const [found, setFound] = useState<TrunkTestView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isTesting, setTesting] = useState(false);
  const queries = useQueryClient();
  const run = async (): Promise<void> => {
    setTesting(true);
    setFault(null);
    try {
      const came = await testTrunk(trunk.id);
      setFound(came);
      announce(came.ok ? 'The trunk works.' : `The trunk does not work: ${came.steps.at(-1)?.sentence ?? ''}`);
    } catch (error) {
      setFound(null);
      setFault(sentenceOf(error));
    }
    setTesting(false);
    await queries.invalidateQueries(trunksQuery);
  };
  return (
    <section
      aria-labelledby="trunk-test"
      className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-5"
    >
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 grow">
          <h2 id="trunk-test" className="text-lg font-semibold">
            Test
          </h2>
          <p className="text-sm text-quiet">Looks for the provider, connects and asks. No call is made.</p>
        </div>
        <Button look="lead" disabled={isTesting} onClick={() => void run()}>
          <PlugZap aria-hidden />
          {isTesting ? 'Testing…' : 'Test this trunk'}
        </Button>
      </div>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      {found === null ? null : (
        <ol aria-label="What the test found" className="flex flex-col gap-2">
          {found.steps.map(({ step, ok, sentence }) => (
            <li key={step} className="flex gap-2.5 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
              {ok ? (
                <Check aria-label="Works" className="text-accent-ink" />
              ) : (
                <X aria-label="Does not work" className="text-danger-ink" />
              )}
              <span>
                <span className="font-medium">{STEP_WORDS[step]}.</span> {sentence}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
