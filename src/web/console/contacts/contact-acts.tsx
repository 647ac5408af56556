/** What can be done about a contact, as far as the reader's role may. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ban, Eraser, Merge, Pencil, Phone, Scale } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { mayDoToContact } from '#domain/identity/contact-rights.ts';
import type { ContactView } from '#realtime/agent/contacts-protocol.ts';
import { useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { ExportButton } from '../parts/export-button.tsx';
import { say } from '../parts/language.ts';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { blockContact, holdContact } from './contacts-query.ts';
import { EditDialog } from './edit-dialog.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';

/** The buttons, with their dialogs. */
export function Acts({ contact }: { readonly contact: ContactView }): ReactElement {
  const { me } = useWorld();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'merge' | 'forget' | null>(null);
  const { id, phone } = contact;
  const close = (): void => setOpen(null);
  const changed = (): void => {
    close();
    void queries.invalidateQueries({ queryKey: ['contact', String(id)] });
    void queries.invalidateQueries({ queryKey: ['contacts'] });
  };
  return (
    <div className="flex flex-wrap gap-2">
      {phone === null ? null : (
        <Button onClick={() => void navigate({ to: '/desk', search: { dial: phone } })}>
          <Phone aria-hidden />
          {say('desk.dial')}
        </Button>
      )}
      {mayDoToContact('edit', me) ? (
        <Button onClick={() => setOpen('edit')}>
          <Pencil aria-hidden />
          {say('contacts.edit')}
        </Button>
      ) : null}
      {mayDoToContact('merge', me) ? (
        <Button onClick={() => setOpen('merge')}>
          <Merge aria-hidden />
          {say('contacts.merge')}
        </Button>
      ) : null}
      {mayDoToContact('block', me) ? <Block contact={contact} changed={changed} /> : null}
      {mayDoToContact('export', me) ? (
        <ExportButton
          url={`/app/contacts/${id}/export.zip`}
          fileName={`contact-${id}.zip`}
          word={say('contacts.export')}
        />
      ) : null}
      {mayDoToContact('forget', me) ? (
        <>
          <Hold contact={contact} changed={changed} />
          <Button onClick={() => setOpen('forget')}>
            <Eraser aria-hidden />
            {say('contacts.forget')}
          </Button>
        </>
      ) : null}
      <EditDialog contact={contact} isOpen={open === 'edit'} close={close} edited={changed} />
      <ForgetDialog
        contact={contact}
        isOpen={open === 'forget'}
        close={close}
        forgotten={() => {
          changed();
          void navigate({ to: '/contacts' });
        }}
      />
      <MergeDialog
        contact={contact}
        isOpen={open === 'merge'}
        close={close}
        merged={(into) => {
          changed();
          void queries.invalidateQueries({ queryKey: ['contact', String(into.id)] });
          void navigate({ to: '/contacts/$id', params: { id: String(into.id) } });
        }}
      />
    </div>
  );
}

/** Whether nothing of the contact may be forgotten. */
function Hold({
  contact: { id, legalHoldAt },
  changed,
}: {
  readonly contact: ContactView;
  readonly changed: () => void;
}): ReactElement {
  const [isActing, setActing] = useState(false);
  const run = async (): Promise<void> => {
    setActing(true);
    await holdContact(id, legalHoldAt === null).catch((error: unknown) => notify(sentenceOf(error)));
    setActing(false);
    changed();
  };
  return (
    <Button disabled={isActing} onClick={() => void run()}>
      <Scale aria-hidden />
      {legalHoldAt === null ? say('calls.legalHold') : say('calls.releaseHold')}
    </Button>
  );
}

/** Undone by the same button, so it asks nothing. */
function Block({
  contact: { id, blockedAt },
  changed,
}: {
  readonly contact: ContactView;
  readonly changed: () => void;
}): ReactElement {
  const [isActing, setActing] = useState(false);
  const run = async (): Promise<void> => {
    setActing(true);
    await blockContact(id, blockedAt === null).catch((error: unknown) => notify(sentenceOf(error)));
    setActing(false);
    changed();
  };
  return (
    <Button disabled={isActing} onClick={() => void run()}>
      <Ban aria-hidden />
      {blockedAt === null ? say('contacts.block') : say('contacts.unblock')}
    </Button>
  );
}
