/** The logo: brought, replaced, taken away. */
import { useQueryClient } from '@tanstack/react-query';
import { Trash2, Upload } from 'lucide-react';
import type { ReactElement } from 'react';
import { useId, useRef, useState } from 'react';
import type { Logo } from '#domain/directory/appearance.ts';
import { LOGO_TYPES, MAX_LOGO_BYTES, MAX_LOGO_SIDE, MIN_LOGO_SIDE } from '#domain/directory/appearance.ts';
import type { AppearanceView } from '#realtime/agent/appearance-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { say } from '../../parts/language.ts';
import { sentenceOf } from '../../parts/request.ts';
import { appearanceQuery, bringLogo, removeLogo } from './appearance-query.ts';

/** How large a logo may be. */
const KIBIBYTES = MAX_LOGO_BYTES / 1024;

/** The section. */
export function LogoSection({ logo }: { readonly logo: Logo | null }): ReactElement {
  const queries = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const help = useId();
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const shown = (changed: AppearanceView, said: string): void => {
    queries.setQueryData(appearanceQuery.queryKey, changed);
    announce(said);
  };
  const bring = async (file: File): Promise<void> => {
    setFault(null);
    // What is refused anyway is not sent.
    if (file.size > MAX_LOGO_BYTES) return setFault(say('appearance.logoTooLarge', { size: KIBIBYTES }));
    if (!LOGO_TYPES.some((type) => type === file.type)) return setFault(say('appearance.logoUnknown'));
    setSending(true);
    try {
      shown(await bringLogo(file), say('appearance.logoShown'));
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setSending(false);
    }
  };
  return (
    <section
      aria-label={say('appearance.logo')}
      className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <h2 className="font-medium">{say('appearance.logo')}</h2>
      <p id={help} className="text-sm text-quiet">
        {say('appearance.logoHelp', { size: KIBIBYTES, min: MIN_LOGO_SIDE, max: MAX_LOGO_SIDE })}
      </p>
      <input
        ref={chooser}
        type="file"
        accept={LOGO_TYPES.join(',')}
        aria-label={say('appearance.logoFile')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (file !== undefined) void bring(file);
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button disabled={isSending} aria-describedby={help} onClick={() => chooser.current?.click()}>
          <Upload aria-hidden />
          {say(
            isSending ? 'appearance.logoUploading' : logo === null ? 'appearance.logoUpload' : 'appearance.logoReplace',
          )}
        </Button>
        {logo === null ? null : (
          <Button onClick={() => setAsking(true)}>
            <Trash2 aria-hidden />
            {say('menus.remove')}
          </Button>
        )}
      </div>
      <p role="alert" className="text-sm text-danger-ink empty:hidden">
        {fault}
      </p>
      <Confirm
        title={say('appearance.logoRemoveTitle')}
        description={say('appearance.logoRemoveAbout')}
        word={say('appearance.logoRemove')}
        isOpen={isAsking}
        close={() => setAsking(false)}
        run={async () => shown(await removeLogo(), say('appearance.logoRemoved'))}
      />
    </section>
  );
}
