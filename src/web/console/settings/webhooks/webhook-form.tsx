/** A new webhook or a changed one, and the secret that is shown once. */
import { Check, Copy } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import type {
  SecretView,
  WebhookAsk,
  WebhookEdit,
  WebhooksView,
  WebhookView,
} from '#realtime/agent/webhooks-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { useCopy } from '../../parts/copy.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { CheckField, ChoiceField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';
import { FORMATS } from './webhook-words.ts';
import { changeWebhook, createWebhook } from './webhooks-query.ts';

const CALL_DEFAULTS: WebhookAsk = {
  url: '',
  format: 'standard',
  events: [],
  description: '',
  userName: null,
  secret: null,
};

/** A new webhook; `made` is told its secret. */
export function NewWebhookDialog({
  eventsOf,
  isOpen,
  close,
  made,
}: {
  readonly eventsOf: WebhooksView['eventsOf'];
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made: (secret: SecretView) => void;
}): ReactElement {
  return (
    <Dialog title={say('webhooks.new')} description={say('webhooks.newAbout')} isOpen={isOpen} close={close}>
      <NewWebhookForm eventsOf={eventsOf} made={made} />
    </Dialog>
  );
}

/** The format, and how its messages are signed. */
function FormatFields({ form }: { readonly form: Form<typeof CALL_DEFAULTS> }): ReactElement {
  const { value, set, faultAt } = form;
  const hasUser = value.format === 'ccaip';
  return (
    <>
      <ChoiceField
        label={say('webhooks.format')}
        value={value.format}
        onChange={({ target }) => {
          const format = FORMATS.find(([each]) => each === target.value)?.[0] ?? 'standard';
          set({ format, events: [], userName: format === 'ccaip' ? '' : null, secret: null });
        }}
      >
        {FORMATS.map(([format]) => (
          <option key={format} value={format}>
            {say(`webhooks.format.${format}`)}
          </option>
        ))}
      </ChoiceField>
      {!hasUser ? null : (
        <TextField
          label={say('mail.username')}
          required
          value={value.userName ?? ''}
          error={faultAt('/userName')}
          onChange={({ target }) => set({ userName: target.value })}
        />
      )}
      <TextField
        label={say(hasUser ? 'mail.password' : 'webhooks.secret')}
        autoComplete="off"
        help={say('webhooks.secretHelp')}
        value={value.secret ?? ''}
        error={faultAt('/secret')}
        onChange={({ target }) => set({ secret: target.value === '' ? null : target.value })}
      />
    </>
  );
}

function NewWebhookForm({
  eventsOf,
  made,
}: {
  readonly eventsOf: WebhooksView['eventsOf'];
  readonly made: (secret: SecretView) => void;
}): ReactElement {
  const form = useForm(CALL_DEFAULTS);
  const { value, set, faultAt } = form;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await form.submit(async ({ value: asked }) => {
      made(await createWebhook(asked));
      return asked;
    });
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={say('webhooks.address')}
        type="url"
        required
        autoFocus
        placeholder="https://example.com/hook"
        value={value.url}
        error={faultAt('/url')}
        onChange={({ target }) => set({ url: target.value })}
      />
      <FormatFields form={form} />
      <Events
        all={eventsOf[value.format]}
        chosen={value.events}
        choose={(events) => set({ events })}
        error={faultAt('/events')}
      />
      <TextField
        label={say('contacts.note')}
        maxLength={500}
        value={value.description}
        onChange={({ target }) => set({ description: target.value })}
      />
      <Fault fault={form.fault} isBeside={faultAt('') !== null} />
      <Button type="submit" look="lead" size="large" disabled={form.isSending}>
        {say(form.isSending ? 'webhooks.creating' : 'settings.create')}
      </Button>
    </form>
  );
}

/** A changed webhook. */
export function EditWebhookDialog({
  webhook,
  events,
  isOpen,
  close,
}: {
  readonly webhook: WebhookView;
  readonly events: readonly string[];
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactElement {
  return (
    <Dialog title={say('webhooks.change')} isOpen={isOpen} close={close}>
      <EditForm webhook={webhook} events={events} close={close} />
    </Dialog>
  );
}

function EditForm({
  webhook,
  events,
  close,
}: {
  readonly webhook: WebhookView;
  readonly events: readonly string[];
  readonly close: () => void;
}): ReactElement {
  const { url, events: chosen, description } = webhook;
  const form = useForm<Required<Omit<WebhookEdit, 'state'>>>({ url, events: chosen, description });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isTaken = await form.submit(async ({ value, changes }) => {
      if (Object.keys(changes).length > 0) await changeWebhook(webhook.id, changes);
      return value;
    });
    if (isTaken) close();
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={say('webhooks.address')}
        type="url"
        required
        autoFocus
        value={form.value.url}
        error={form.faultAt('/url')}
        onChange={({ target }) => form.set({ url: target.value })}
      />
      <Events
        all={events}
        chosen={form.value.events}
        choose={(next) => form.set({ events: next })}
        error={form.faultAt('/events')}
      />
      <TextField
        label={say('contacts.note')}
        maxLength={500}
        value={form.value.description}
        onChange={({ target }) => form.set({ description: target.value })}
      />
      <Fault fault={form.fault} isBeside={form.faultAt('') !== null} />
      <Button type="submit" look="lead" size="large" disabled={form.isSending || !form.isDirty}>
        {say(form.isSending ? 'common.saving' : 'common.save')}
      </Button>
    </form>
  );
}

/** What is wrong with the whole form; what is beside a field is not said twice. */
function Fault({
  fault,
  isBeside,
}: {
  readonly fault: string | null;
  readonly isBeside: boolean;
}): ReactElement | null {
  return fault === null || isBeside ? null : (
    <p role="alert" className="text-sm text-danger-ink">
      {fault}
    </p>
  );
}

/** Which events: all, or those that are checked. */
function Events({
  all,
  chosen,
  choose,
  error,
}: {
  readonly all: readonly string[];
  readonly chosen: readonly string[];
  readonly choose: (events: readonly string[]) => void;
  readonly error: string | null;
}): ReactElement {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{say('calls.events')}</legend>
      <CheckField
        label={say('webhooks.every')}
        checked={chosen.length === 0}
        onChange={({ target }) => choose(target.checked ? [] : all)}
      />
      {chosen.length === 0 ? null : (
        <div className="grid gap-1.5 pl-7 sm:grid-cols-2">
          {all.map((event) => (
            <CheckField
              key={event}
              label={event}
              checked={chosen.includes(event)}
              onChange={({ target }) =>
                choose(all.filter((each) => (each === event ? target.checked : chosen.includes(each))))
              }
            />
          ))}
        </div>
      )}
      {error === null ? null : <p className="text-sm text-danger-ink">{error}</p>}
    </fieldset>
  );
}

/** Shows a secret, this once; null closes it. */
export function SecretDialog({
  made,
  close,
}: {
  readonly made: SecretView | null;
  readonly close: () => void;
}): ReactElement {
  const { isCopied, copy, forget } = useCopy(made?.secret ?? '');
  const shut = (): void => {
    forget();
    close();
  };
  return (
    <Dialog
      title={say('webhooks.secretTitle')}
      description={say('webhooks.secretAbout')}
      isOpen={made !== null}
      close={shut}
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={say('webhooks.secret')}
          readOnly
          value={made?.secret ?? ''}
          onFocus={({ target }) => target.select()}
        />
        <Button look="lead" size="large" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{say(isCopied ? 'people.copied' : 'desk.copy')}</span>
        </Button>
      </div>
    </Dialog>
  );
}
