/** Forgetting a contact: what goes is named and counted first. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ContactView } from '#realtime/agent/contacts-protocol.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { say } from '../parts/language.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { sentenceOf } from '../parts/request.ts';
import { contactName } from './contact-name.ts';
import { forgetContact, forgetQuery } from './contacts-query.ts';

/** The dialog. */
export function ForgetDialog({
  contact,
  isOpen,
  close,
  forgotten,
}: {
  readonly contact: ContactView;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly forgotten: () => void;
}): ReactElement {
  return (
    <Dialog
      title={say('contacts.forgetTitle', { name: contactName(contact) })}
      description={say('contacts.forgetAbout')}
      isOpen={isOpen}
      close={close}
    >
      <ForgetForm contact={contact} forgotten={forgotten} close={close} />
    </Dialog>
  );
}

function ForgetForm({
  contact,
  forgotten,
  close,
}: {
  readonly contact: ContactView;
  readonly forgotten: () => void;
  readonly close: () => void;
}): ReactElement {
  const counts = useQuery(forgetQuery(contact.id));
  const [fault, setFault] = useState<string | null>(null);
  const [isActing, setActing] = useState(false);
  const run = async (): Promise<void> => {
    setActing(true);
    setFault(null);
    try {
      await forgetContact(contact.id);
      forgotten();
    } catch (error) {
      setFault(sentenceOf(error));
      setActing(false);
    }
  };
  if (counts.isPending) return <Skeleton rows={3} label={say('contacts.counting')} />;
  if (counts.isError) return <Trouble title={say('contacts.countTrouble')} error={counts.error} />;
  const { calls, recordings, messages } = counts.data;
  return (
    <div className="flex flex-col gap-4">
      <ul className="list-disc pl-5 text-sm">
        <li>{say('contacts.forgetFacts')}</li>
        <li>{say('contacts.forgetRecordings', { count: recordings })}</li>
        <li>{say('contacts.forgetCalls', { count: calls })}</li>
        <li>{say('contacts.forgetMessages', { count: messages })}</li>
        <li>{say('contacts.forgetScheduled')}</li>
      </ul>
      <p className="text-sm text-quiet">{say('contacts.forgetStays')}</p>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Button size="large" onClick={close}>
          {say('contacts.keep')}
        </Button>
        <Button look="end" size="large" disabled={isActing} onClick={() => void run()}>
          {isActing ? say('contacts.forgetting') : say('contacts.forgetForGood')}
        </Button>
      </div>
    </div>
  );
}
