/** Changing a contact. What is refused is said beside its field. */
import { Plus, X } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { ContactEdit, ContactField, ContactView } from '#realtime/agent/contacts-protocol.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { formFault } from '../parts/request.ts';
import { editContact } from './contacts-query.ts';

type Fault = { readonly field: string | null; readonly message: string };

/** The dialog. */
export function EditDialog({
  contact,
  isOpen,
  close,
  edited,
}: {
  readonly contact: ContactView;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly edited: () => void;
}): ReactElement {
  return (
    <Dialog title={say('contacts.editTitle')} isOpen={isOpen} close={close}>
      <EditForm contact={contact} edited={edited} />
    </Dialog>
  );
}

function EditForm({ contact, edited }: { readonly contact: ContactView; readonly edited: () => void }): ReactElement {
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [rows, setRows] = useState(() => rowsOf(contact));
  const faultOf = (field: ContactField): string | null => (fault?.field === field ? fault.message : null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const asked: ContactEdit = {
      name: textIn(event, 'name'),
      email: textIn(event, 'email'),
      phone: textIn(event, 'phone'),
      otherPhones: textIn(event, 'otherPhones').split(/[,;\n]/),
    };
    const attributes = changesOf(contact, rows);
    setSaving(true);
    setFault(null);
    try {
      await editContact(contact.id, { ...asked, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) });
      edited();
    } catch (error) {
      setFault(formFault(error));
      setSaving(false);
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={say('profile.name')}
        name="name"
        maxLength={200}
        defaultValue={contact.name ?? ''}
        error={faultOf('name')}
      />
      <TextField
        label={say('contacts.email')}
        name="email"
        type="email"
        defaultValue={contact.email ?? ''}
        error={faultOf('email')}
      />
      <TextField
        label={say('desk.number')}
        name="phone"
        type="tel"
        defaultValue={contact.phone ?? ''}
        error={faultOf('phone')}
        help={say('contacts.numberHelp')}
      />
      <TextField
        label={say('contacts.otherNumbers')}
        name="otherPhones"
        defaultValue={contact.otherPhones.join(', ')}
        error={faultOf('otherPhones')}
        help={say('contacts.commas')}
      />
      <Attributes rows={rows} change={setRows} fault={faultOf('attributes')} />
      {fault?.field === null ? (
        <p role="alert" className="text-sm text-danger-ink">
          {fault.message}
        </p>
      ) : null}
      <Button type="submit" look="lead" size="large" disabled={isSaving}>
        {isSaving ? say('common.saving') : say('common.save')}
      </Button>
    </form>
  );
}

/** An attribute in the form: a key for the page, its name, its value as text. */
type Row = { readonly key: number; readonly name: string; readonly text: string };

/** Attributes that a line of text can hold; lists and objects are left as they are. */
function rowsOf({ attributes }: ContactView): readonly Row[] {
  return Object.entries(attributes)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value], key) => ({ key, name, text: String(value) }));
}

/** What the rows change: a value keeps the type it had, one whose row is gone goes. */
function changesOf(contact: ContactView, rows: readonly Row[]): NonNullable<ContactEdit['attributes']> {
  const before = new Map(rowsOf(contact).map(({ name, text }) => [name, text]));
  const after = new Map(rows.map(({ name, text }) => [name.trim(), text.trim()]));
  after.delete('');
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => [name, null] as const);
  const put = [...after]
    .filter(([name, text]) => before.get(name) !== text)
    .map(([name, text]) => [name, typed(contact.attributes[name], text)] as const);
  return Object.fromEntries([...gone, ...put]);
}

function typed(before: unknown, text: string): string | number | boolean {
  if (typeof before === 'number' && text !== '' && Number.isFinite(Number(text))) return Number(text);
  return typeof before === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
}

/** What an attribute is called, also while it has no name. */
function nameOf({ name }: Row, place: number): string {
  return name === '' ? say('contacts.attributeUnnamed', { place: place + 1 }) : name;
}

function Attributes({
  rows,
  change,
  fault,
}: {
  readonly rows: readonly Row[];
  readonly change: (rows: readonly Row[]) => void;
  readonly fault: string | null;
}): ReactElement {
  const put = (row: Row): void => change(rows.map((each) => (each.key === row.key ? row : each)));
  const box = 'min-h-9 min-w-0 rounded-lg border border-edge bg-surface px-2.5 text-sm hover:border-ink';
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{say('contacts.attributes')}</legend>
      {rows.map((row, place) => (
        <div key={row.key} className="grid grid-cols-[2fr_3fr_auto] gap-2">
          <input
            aria-label={say('contacts.attributeName', { place: place + 1 })}
            className={box}
            value={row.name}
            maxLength={200}
            onChange={({ target }) => put({ ...row, name: target.value })}
          />
          <input
            aria-label={say('contacts.attributeValue', { name: nameOf(row, place) })}
            className={box}
            value={row.text}
            onChange={({ target }) => put({ ...row, text: target.value })}
          />
          <Button
            look="quiet"
            aria-label={say('contacts.attributeRemove', { name: nameOf(row, place) })}
            onClick={() => change(rows.filter((each) => each.key !== row.key))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      <Button
        size="small"
        className="self-start"
        onClick={() => change([...rows, { key: Math.max(0, ...rows.map(({ key }) => key)) + 1, name: '', text: '' }])}
      >
        <Plus aria-hidden />
        {say('contacts.addAttribute')}
      </Button>
    </fieldset>
  );
}
