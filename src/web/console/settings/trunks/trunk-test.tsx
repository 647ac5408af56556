/** The test of a trunk: what it found, step by step. */
import { useQueryClient } from '@tanstack/react-query';
import { Check, PlugZap, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { TrunkTestView, TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { sentenceOf } from '../../parts/request.ts';
import { foundWords } from './found-words.ts';
import { stepWord } from './trunk-words.ts';
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
      announce(
        came.ok
          ? say('trunks.testWorks')
          : say('trunks.testFails', { fault: foundWords(came.steps.at(-1)?.sentence ?? '') }),
      );
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
            {say('trunks.test')}
          </h2>
          <p className="text-sm text-quiet">{say('trunks.testAbout')}</p>
        </div>
        <Button look="lead" disabled={isTesting} onClick={() => void run()}>
          <PlugZap aria-hidden />
          {say(isTesting ? 'trunks.testing' : 'trunks.testThis')}
        </Button>
      </div>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      {found === null ? null : (
        <ol aria-label={say('trunks.testFound')} className="flex flex-col gap-2">
          {found.steps.map(({ step, ok, sentence }) => (
            <li key={step} className="flex gap-2.5 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
              {ok ? (
                <Check aria-label={say('trunks.works')} className="text-accent-ink" />
              ) : (
                <X aria-label={say('trunks.fails')} className="text-danger-ink" />
              )}
              <span>
                <span className="font-medium">{stepWord(step)}.</span> {foundWords(sentence)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
