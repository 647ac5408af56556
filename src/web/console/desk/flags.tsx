/** What agents note about the caller. */
import { Check, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import { useAct } from '../parts/notice.tsx';
import { say } from '../parts/language.ts';

const FLAGS = ['verifiedCustomer', 'repeatCustomer', 'badActor'] as const;

/** Three switches. */
export function Flags({ call }: { readonly call: CallView }): ReactElement {
  const desk = useDesk();
  const { isActing, act } = useAct();
  return (
    <div role="group" aria-label={say('desk.flags')} className="flex flex-wrap gap-2">
      {FLAGS.map((flag) => {
        const isSet = call.flags[flag];
        return (
          <button
            key={flag}
            type="button"
            aria-pressed={isSet}
            disabled={isActing}
            onClick={() =>
              void act(async () => desk.send({ type: 'flag', callId: call.id, flags: { [flag]: !isSet } }))
            }
            className="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-sm hover:border-edge aria-pressed:border-transparent aria-pressed:bg-ink aria-pressed:text-ground [&_svg]:size-3.5"
          >
            {isSet ? <Check aria-hidden /> : <Plus aria-hidden />}
            {say(`word.flag.${flag}`)}
          </button>
        );
      })}
    </div>
  );
}
