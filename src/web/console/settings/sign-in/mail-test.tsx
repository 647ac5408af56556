/** A test mail: where to, and what the mail server said. */
import { Check, Send, X } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { MailTestView } from '#realtime/agent/mail-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { fieldFaults, sentenceOf } from '../../parts/request.ts';
import { testMail } from './mail-query.ts';

/** The form. It tests what is saved. `own`: the address of who asks. */
export function MailTest({ own }: { readonly own: string }): ReactElement {
  const [to, setTo] = useState(own);
  const [found, setFound] = useState<MailTestView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const run = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setFault(null);
    setFound(null);
    try {
      const came = await testMail(to.trim());
      setFound(came);
      announce(came.sentence);
    } catch (error) {
      setFault(fieldFaults(error).length > 0 ? say('mail.enterAddress') : sentenceOf(error));
    }
    setSending(false);
  };
  return (
    <form noValidate className="flex flex-col gap-3 border-t border-line pt-5" onSubmit={(event) => void run(event)}>
      <TextField
        label={say('mail.testTo')}
        type="email"
        value={to}
        onChange={({ target }) => setTo(target.value)}
        error={fault}
      />
      <Button type="submit" className="self-start" disabled={isSending || to.trim() === ''}>
        <Send aria-hidden />
        {isSending ? say('mail.sending') : say('mail.test')}
      </Button>
      {found === null ? null : (
        <p className="flex gap-2.5 text-sm wrap-anywhere [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
          {found.sent ? (
            <Check aria-label={say('mail.state.sent')} className="text-accent-ink" />
          ) : (
            <X aria-label={say('mail.state.failed')} className="text-danger-ink" />
          )}
          <span>{found.sentence}</span>
        </p>
      )}
    </form>
  );
}
