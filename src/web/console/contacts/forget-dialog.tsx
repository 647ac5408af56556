/** Forgetting a contact: what goes is named and counted first. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ContactView } from '#realtime/agent/contacts-protocol.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
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
      title={`Forget ${contactName(contact)}`}
      description="This cannot be undone. Backups that you keep elsewhere are not changed."
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
  if (counts.isPending) return <Skeleton rows={3} label="Counting" />;
  if (counts.isError) return <Trouble title="Couldn’t count what goes" error={counts.error} />;
  const { calls, recordings, messages } = counts.data;
  return (
    <div className="flex flex-col gap-4">
      <ul className="list-disc pl-5 text-sm">
        <li>Name, numbers, e-mail address and attributes</li>
        <li>{many(recordings, 'recording')}, voicemails included, with the files</li>
        <li>Transcripts, summaries and notes of {many(calls, 'call')}</li>
        <li>{many(messages, 'message')}, tickets and links</li>
        <li>Scheduled calls, which are called off</li>
      </ul>
      <p className="text-sm text-quiet">Times, queue, agent, state and length of the calls stay for the figures.</p>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Button size="large" onClick={close}>
          Keep
        </Button>
        <Button look="end" size="large" disabled={isActing} onClick={() => void run()}>
          {isActing ? 'Forgetting…' : 'Forget for good'}
        </Button>
      </div>
    </div>
  );
}

function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
