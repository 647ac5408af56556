/** Inviting a person, and handing on the link that lets them in. */
import { Check, Copy } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { LinkView } from '#realtime/agent/people-protocol.ts';
import { Button } from '../parts/button.tsx';
import { useCopy } from '../parts/copy.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ChoiceField, TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { writeTime } from '../parts/time.ts';
import { invite } from './people-query.ts';
import { roleWords } from './roles.ts';

/** The dialog; `invited` is told whom, and their link. */
export function InviteDialog({
  isOpen,
  close,
  invited,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly invited: (name: string, link: LinkView) => void;
}): ReactElement {
  return (
    <Dialog title={say('people.inviteTitle')} description={say('people.inviteAbout')} isOpen={isOpen} close={close}>
      <InviteForm invited={invited} />
    </Dialog>
  );
}

function InviteForm({ invited }: { readonly invited: (name: string, link: LinkView) => void }): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const [email, firstName, lastName] = ['email', 'firstName', 'lastName'].map((name) => textIn(event, name)) as [
      string,
      string,
      string,
    ];
    const role = roleWords().find(([each]) => each === textIn(event, 'role'))?.[0] ?? 'agent';
    setSending(true);
    setFault(null);
    try {
      const link = await invite({ email, firstName, lastName, role });
      invited(`${firstName} ${lastName}`.trim() || email, link);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      setSending(false);
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField label={say('signIn.email')} name="email" type="email" required autoFocus error={fault} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={say('profile.firstName')} name="firstName" maxLength={200} />
        <TextField label={say('profile.lastName')} name="lastName" maxLength={200} />
      </div>
      <ChoiceField label={say('people.role')} name="role" defaultValue="agent">
        {roleWords().map(([role, word, about]) => (
          <option key={role} value={role}>
            {word}: {about}
          </option>
        ))}
      </ChoiceField>
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {isSending ? say('people.inviting') : say('people.invite')}
      </Button>
    </form>
  );
}

/** Shows a link, this once; null closes it. */
export function LinkDialog({
  made,
  close,
}: {
  readonly made: { readonly name: string; readonly link: LinkView } | null;
  readonly close: () => void;
}): ReactElement {
  const { isCopied, copy, forget } = useCopy(made?.link.url ?? '');
  const shut = (): void => {
    forget();
    close();
  };
  return (
    <Dialog
      title={say('people.linkFor', { name: made?.name ?? '' })}
      description={
        made === null ? '' : `${handWord(made.link)} ${say('people.linkAbout', { at: writeTime(made.link.expiresAt) })}`
      }
      isOpen={made !== null}
      close={shut}
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={say('people.link')}
          readOnly
          value={made?.link.url ?? ''}
          onFocus={({ target }) => target.select()}
        />
        <Button look="lead" size="large" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{isCopied ? say('people.copied') : say('desk.copy')}</span>
        </Button>
      </div>
    </Dialog>
  );
}

function handWord({ isMailed }: LinkView): string {
  return isMailed ? say('people.mailed') : say('people.handOn');
}
