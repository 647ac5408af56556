/** Places a simulated call into a menu, to see who is rung and what becomes of it. */
import { useNavigate } from '@tanstack/react-router';
import { PhoneIncoming } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { SimulatedCall, SimulatedCaller, SimulatedCallView } from '#realtime/agent/simulator-protocol.ts';
import { SIMULATED_CALLERS } from '#realtime/agent/simulator-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { sendJson, sentenceOf } from '../../parts/request.ts';

const CALLERS = Object.keys(SIMULATED_CALLERS) as SimulatedCaller[];

/** The button, with its dialog. The call's own page follows. */
export function SimulateCall({ menuId }: { readonly menuId: number }): ReactElement {
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [caller, setCaller] = useState<SimulatedCaller>('talks');
  const [fault, setFault] = useState<string | null>(null);
  const [isActing, setActing] = useState(false);
  const place = async (): Promise<void> => {
    setActing(true);
    setFault(null);
    try {
      const wish: SimulatedCall = { menuId, caller };
      const { id } = await sendJson<SimulatedCallView>('POST', '/app/simulator/calls.json', wish);
      setOpen(false);
      await navigate({ to: '/calls/$id', params: { id: String(id) }, search: {} });
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setActing(false);
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <PhoneIncoming aria-hidden />
        {say('menus.simulate')}
      </Button>
      <Dialog
        title={say('menus.simulate')}
        description={say('menus.simulateAbout')}
        isOpen={isOpen}
        close={() => setOpen(false)}
      >
        <div className="flex flex-col gap-4">
          <ChoiceField
            label={say('menus.theCaller')}
            value={caller}
            onChange={({ target }) => setCaller(CALLERS.find((each) => each === target.value) ?? 'talks')}
          >
            {CALLERS.map((each) => (
              <option key={each} value={each}>
                {SIMULATED_CALLERS[each].word}
              </option>
            ))}
          </ChoiceField>
          {fault === null ? null : (
            <p role="alert" className="text-sm text-danger-ink">
              {fault}
            </p>
          )}
          <Button look="lead" disabled={isActing} onClick={() => void place()}>
            {isActing ? say('menus.calling') : say('desk.call')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
