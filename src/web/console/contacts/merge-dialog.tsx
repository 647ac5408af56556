/** Merging a contact into another one, who is looked for here. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import type { ContactView } from '#realtime/agent/contacts-protocol.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { writeNumber } from '../parts/words.ts';
import { contactName } from './contact-name.ts';
import { contactChoicesQuery, mergeContact } from './contacts-query.ts';

/** The dialog; `merged` is told into whom. */
export function MergeDialog({
  contact,
  isOpen,
  close,
  merged,
}: {
  readonly contact: ContactView;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly merged: (into: ContactView) => void;
}): ReactElement {
  return (
    <Dialog
      title={say('contacts.mergeTitle', { name: contactName(contact) })}
      description={say('contacts.mergeAbout')}
      isOpen={isOpen}
      close={close}
    >
      <MergeForm contact={contact} merged={merged} />
    </Dialog>
  );
}

function MergeForm({
  contact,
  merged,
}: {
  readonly contact: ContactView;
  readonly merged: (into: ContactView) => void;
}): ReactElement {
  const [text, setText] = useState('');
  const [into, setInto] = useState<ContactView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isMerging, setMerging] = useState(false);
  const find = text.trim();
  const choices = useQuery({ ...contactChoicesQuery(find), enabled: find.length >= FIND_LENGTHS.min });
  const others = (choices.data?.contacts ?? []).filter(({ id }) => id !== contact.id);
  const run = async (other: ContactView): Promise<void> => {
    setMerging(true);
    setFault(null);
    try {
      merged(await mergeContact(contact.id, other.id));
    } catch (error) {
      setFault(sentenceOf(error));
      setMerging(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={say('contacts.mergeInto')}
        type="search"
        value={text}
        maxLength={FIND_LENGTHS.max}
        onChange={({ target }) => {
          setText(target.value);
          setInto(null);
        }}
        help={say('contacts.mergeHelp')}
        error={choices.isError ? choices.error.message : fault}
      />
      <ul className="flex flex-col gap-1 empty:hidden">
        {others.slice(0, 6).map((other) => (
          <li key={other.id}>
            <button
              type="button"
              aria-pressed={into?.id === other.id}
              onClick={() => setInto(other)}
              className="flex min-h-11 w-full items-center gap-3 rounded-lg border border-line px-3 text-left text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              <span className="grow">{contactName(other)}</span>
              <span className="text-quiet tabular-nums">{other.phone === null ? '' : writeNumber(other.phone)}</span>
            </button>
          </li>
        ))}
      </ul>
      {choices.isSuccess && others.length === 0 ? (
        <p className="text-sm text-quiet">{say('contacts.noOthers')}</p>
      ) : null}
      <Button
        look="end"
        size="large"
        disabled={into === null || isMerging}
        onClick={() => (into === null ? undefined : void run(into))}
      >
        {into === null ? say('contacts.choose') : say('contacts.mergeIntoName', { name: contactName(into) })}
      </Button>
    </div>
  );
}
