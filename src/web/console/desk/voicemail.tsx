/** A message that was left: listening to it marks it as heard for everyone. */
import { useNavigate } from '@tanstack/react-router';
import { Phone, Voicemail as VoicemailIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { notify } from '../parts/notice.tsx';

/** The player, and the way back to the caller. */
export function Voicemail({ call }: { readonly call: CallView }): ReactElement {
  const desk = useDesk();
  const navigate = useNavigate();
  const [url, setUrl] = useState<string | null>(null);
  const [isFetching, setFetching] = useState(false);
  const listen = async (): Promise<void> => {
    setFetching(true);
    const reply = await desk.send({ type: 'listen_voicemail', callId: call.id });
    setFetching(false);
    if (reply.ok) setUrl(urlIn(reply.data));
    else notify(say('desk.voicemail.fault'), reply.message);
  };
  const number = call.contact?.number ?? null;
  return (
    <section aria-label={say('desk.voicemail.message')} className="flex flex-wrap items-center gap-3">
      {url === null ? (
        <Button
          look="lead"
          size="large"
          disabled={isFetching || call.recording !== 'stored'}
          onClick={() => void listen()}
        >
          <VoicemailIcon aria-hidden />
          {say('desk.voicemail.listen')}
        </Button>
      ) : (
        <audio
          controls
          autoPlay
          src={url}
          aria-label={say('desk.voicemail.theMessage')}
          className="h-11 w-full max-w-lg"
        />
      )}
      {number === null ? null : (
        <Button size="large" onClick={() => void navigate({ to: '/desk', search: { call: call.id, dial: number } })}>
          <Phone aria-hidden />
          {say('desk.callBack')}
        </Button>
      )}
    </section>
  );
}

function urlIn(data: unknown): string | null {
  return data !== null && typeof data === 'object' && 'url' in data ? String(data.url) : null;
}
