/** A Messenger conversation, from the desk's side. */
import { MAX_MESSAGE_LENGTH } from '#domain/call/lengths.ts';
import { SendHorizontal } from 'lucide-react';
import type { FormEvent, KeyboardEvent, ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import type { ConversationView, MessageView } from '#realtime/agent/protocol.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Initials } from '../parts/mark.tsx';
import { useAct } from '../parts/notice.tsx';
import { writeTime } from '../parts/time.ts';
import { writeNumber, callerName } from '../parts/words.ts';

/** The thread and the field. */
export function ConversationPanel({ conversation }: { readonly conversation: ConversationView }): ReactElement {
  const { contact, messages } = conversation;
  const name = callerName({ contact });
  const thread = useRef<HTMLDivElement>(null);
  useEffect(() => {
    thread.current?.scrollTo({ top: thread.current.scrollHeight });
  }, [messages.length]);
  return (
    <article className="flex min-h-96 grow flex-col rounded-2xl border border-line bg-surface shadow-shade">
      <header className="flex items-center gap-3 border-b border-line px-4 py-3.5 sm:px-6">
        <Initials name={contact.name} />
        <div className="min-w-0">
          <h2 className="truncate text-lg font-semibold">{name}</h2>
          {contact.name === null || contact.number === null ? null : (
            <p className="text-sm text-quiet tabular-nums">{writeNumber(contact.number)}</p>
          )}
        </div>
      </header>
      <div
        ref={thread}
        role="log"
        tabIndex={0}
        aria-label={say('desk.messages')}
        className="min-h-0 grow overflow-y-auto p-4 sm:p-6"
      >
        {messages.length === 0 ? <p className="py-10 text-center text-quiet">{say('desk.nothingWritten')}</p> : null}
        <ol className="flex flex-col gap-2.5">
          {messages.map((message) => (
            <Message key={message.id} message={message} contactName={name} />
          ))}
        </ol>
      </div>
      <Composer conversationId={conversation.id} name={name} />
    </article>
  );
}

function Message({
  message,
  contactName,
}: {
  readonly message: MessageView;
  readonly contactName: string;
}): ReactElement {
  const { agents, me } = useWorld();
  const isOurs = message.by === 'agent';
  const author = isOurs
    ? message.agentId === me.id
      ? say('desk.you')
      : (agents.get(message.agentId ?? 0)?.name ?? say('desk.anAgent'))
    : contactName;
  return (
    <li className={`max-w-[85%] sm:max-w-[70%] ${isOurs ? 'self-end' : 'self-start'}`}>
      <p
        className={`rounded-2xl px-3.5 py-2 whitespace-pre-wrap ${isOurs ? 'rounded-br-md bg-accent-soft text-ink' : 'rounded-bl-md bg-sunken'}`}
      >
        {message.text}
      </p>
      <p className={`mt-0.5 px-1 text-xs text-quiet ${isOurs ? 'text-right' : ''}`}>
        {author}, <time dateTime={message.at}>{writeTime(message.at)}</time>
      </p>
    </li>
  );
}

function Composer({ conversationId, name }: { readonly conversationId: number; readonly name: string }): ReactElement {
  const desk = useDesk();
  const { isActing, act } = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const send = async (): Promise<void> => {
    const text = field.current?.value.trim() ?? '';
    if (text === '') return field.current?.focus();
    const isSent = await act(async () => desk.send({ type: 'message', conversationId, text }));
    if (isSent && field.current !== null) field.current.value = '';
    field.current?.focus();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const typed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2.5 border-t border-line p-3 sm:p-4">
      <textarea
        ref={field}
        rows={2}
        maxLength={MAX_MESSAGE_LENGTH}
        aria-label={say('desk.messageTo', { name })}
        placeholder={say('desk.writeMessage')}
        onKeyDown={typed}
        className="min-h-11 grow resize-none rounded-xl border border-edge bg-surface px-3.5 py-2.5 hover:border-ink"
      />
      <Button type="submit" look="lead" size="large" aria-label={say('desk.send')} disabled={isActing}>
        <SendHorizontal aria-hidden />
      </Button>
    </form>
  );
}
