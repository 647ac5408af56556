/** Details that the caller gave, each one click from the notes of the call. */
import { useQueryClient } from '@tanstack/react-query';
import { Check, NotebookPen } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Detail } from '#domain/call/details.ts';
import { detailsIn } from '#domain/call/details.ts';
import type { CallDetail } from '#realtime/agent/calls-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { callQuery } from './calls-query.ts';

/** What stands in the words of the call; nothing where there is nothing. */
export function Details({ detail: { call, transcript } }: { readonly detail: CallDetail }): ReactElement | null {
  const details = detailsIn(transcript?.turns ?? []);
  const desk = useDesk();
  const { me } = useWorld();
  const queries = useQueryClient();
  const { isActing, act } = useAct();
  // Developers read every call, and write only in their own.
  const mayNote = me.role !== 'developer' || call.agentId === me.id;
  if (details.length === 0) return null;
  const note = async (found: Detail): Promise<void> => {
    const text = noteOf(found);
    if (!(await act(async () => desk.send({ type: 'note', callId: call.id, text })))) return;
    announce(say('calls.detail.notedSaid'));
    await queries.invalidateQueries(callQuery(String(call.id)));
  };
  return (
    <section aria-labelledby="details" className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:px-6">
      <h2 id="details" className="text-lg font-semibold">
        {say('calls.detail.title')}
      </h2>
      <ul aria-label={say('calls.detail.list')} className="mt-3 flex flex-col gap-2">
        {details.map((found) => {
          const isNoted = call.notes.some(({ text }) => text.includes(found.value));
          return (
            <li key={noteOf(found)} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <span className="w-32 text-sm text-quiet">{say(`calls.detail.${found.kind}`)}</span>
              <span className="min-w-0 grow break-all tabular-nums">{found.value}</span>
              {mayNote ? (
                <Button
                  size="small"
                  disabled={isActing || isNoted}
                  aria-label={say(isNoted ? 'calls.detail.isNoted' : 'calls.detail.noteIt', { detail: noteOf(found) })}
                  onClick={() => void note(found)}
                >
                  {isNoted ? <Check aria-hidden /> : <NotebookPen aria-hidden />}
                  {isNoted ? say('calls.detail.noted') : say('calls.detail.add')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function noteOf({ kind, value }: Detail): string {
  return say('calls.detail.note', { kind: say(`calls.detail.${kind}`), value });
}
