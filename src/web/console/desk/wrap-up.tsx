/** After a call: time to finish, kept by the server, so that a reload does not end it. */
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { useKeys } from '../frame/keyboard.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Hint } from '../parts/hint.tsx';
import { useAct } from '../parts/notice.tsx';
import { Timer } from '../parts/timer.tsx';

/** The strip. */
export function WrapUp(): ReactElement {
  const desk = useDesk();
  const { me } = useWorld();
  const { isActing, act } = useAct();
  const finish = (): void => void act(async () => desk.send({ type: 'wrap_up_done' }));
  useKeys({ e: finish });
  return (
    <section aria-label="Wrap-up" className="flex flex-col gap-4 rounded-xl bg-warn-soft p-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="grow text-warn-ink">
          <span className="font-medium">Wrapping up</span> <Timer since={me.since} />
          <span className="block text-sm">You won’t receive calls until you finish.</span>
        </p>
        <Hint text="Take calls again" keys="E">
          <Button look="lead" size="large" disabled={isActing} onClick={finish}>
            <Check aria-hidden />
            Finish wrap-up
          </Button>
        </Hint>
      </div>
    </section>
  );
}
