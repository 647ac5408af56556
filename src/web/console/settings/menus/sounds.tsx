/**
 * What callers hear at a place, language by language: listened to, brought as a file, recorded in the page, taken away.
 */
import { useQueryClient } from '@tanstack/react-query';
import { Trash2, Upload } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRef, useState } from 'react';
import { spokenIn, VOICE_LANGUAGE } from '#catalogue/spoken.ts';
import type { MenusView, SoundView } from '#realtime/agent/menus-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Filled } from '../../parts/filled.tsx';
import { say } from '../../parts/language.ts';
import { sendFile, sendJson, sentenceOf } from '../../parts/request.ts';
import { languageName } from '../../parts/words.ts';
import { menusQuery } from './menus-query.ts';
import { RecordButton } from './record-button.tsx';
import { Fault } from './section.tsx';

/** Taken as they are; the server says what else it cannot read. */
const FILES = '.wav,.ogg,.opus,audio/wav,audio/ogg';

/** The rows of one place; `isSilent`: nothing is said there while there is no sound. */
export function Sounds({
  name,
  all,
  isSilent = false,
}: {
  readonly name: string;
  readonly all: MenusView;
  readonly isSilent?: boolean;
}): ReactElement {
  return (
    <ul className="flex flex-col divide-y divide-line">
      {all.languages.map((lang) => (
        <li key={lang} className="py-3 first:pt-0 last:pb-0">
          <Sound name={name} lang={lang} sound={soundAt(all, name, lang)} isSilent={isSilent} />
        </li>
      ))}
    </ul>
  );
}

/** The sound that callers of the language hear; null where the text is spoken. */
function soundAt({ sounds }: Pick<MenusView, 'sounds'>, name: string, lang: string): SoundView | null {
  const there = sounds.filter((each) => each.name === name);
  return there.find((each) => each.lang === lang) ?? there.find((each) => each.lang === null) ?? null;
}

function addressOf(name: string, lang: string | null): string {
  return `/app/sounds/${name}${lang === null ? '' : `?lang=${encodeURIComponent(lang)}`}`;
}

function Sound({
  name,
  lang,
  sound,
  isSilent,
}: {
  readonly name: string;
  readonly lang: string;
  readonly sound: SoundView | null;
  readonly isSilent: boolean;
}): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [version, setVersion] = useState(0);
  const queries = useQueryClient();
  const language = languageName(lang);
  const run = async (act: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await act();
      setVersion((before) => before + 1);
      announce(said);
    } catch (error) {
      setFault(sentenceOf(error));
    }
    await queries.invalidateQueries(menusQuery);
    setBusy(false);
  };
  const bring = (file: Blob): void =>
    void run(async () => sendFile<SoundView>(addressOf(name, lang), file), say('menus.heardNow', { language }));
  const isHeard = sound !== null || !isSilent;
  return (
    <div role="group" aria-label={language} className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-32 grow">
        <p className="text-sm font-medium">{language}</p>
        <p className="text-sm text-quiet">{stateOf(sound, isSilent, lang)}</p>
      </div>
      {isHeard ? (
        // oxlint-disable-next-line media-has-caption -- The text that is spoken stands in the editor.
        <audio
          key={version}
          controls
          preload="none"
          aria-label={say('menus.heardIn', { language })}
          src={addressOf(name, lang)}
          className="h-9 max-w-full"
        />
      ) : null}
      <div className="flex flex-wrap gap-2">
        <FileButton language={language} isOff={isBusy} bring={bring} />
        <RecordButton language={language} isOff={isBusy} bring={bring} failed={setFault} />
        {sound === null ? null : (
          <RemoveButton
            language={sound.lang === null ? say('menus.everyLanguage') : language}
            isOff={isBusy}
            remove={async () => {
              await sendJson('DELETE', addressOf(name, sound.lang));
              setVersion((before) => before + 1);
              await queries.invalidateQueries(menusQuery);
            }}
          />
        )}
      </div>
      {sound === null ? <Script name={name} lang={lang} /> : null}
      <div role="status" className="basis-full empty:hidden">
        <Fault text={fault} />
      </div>
    </div>
  );
}

/** What is to be recorded there, where no voice of ours speaks the language and the text is ours. */
function Script({ name, lang }: { readonly name: string; readonly lang: string }): ReactElement | null {
  const script = lang === VOICE_LANGUAGE ? null : scriptOf(name, lang);
  return script === null ? null : (
    <p className="basis-full text-sm text-quiet">
      <Filled
        says={(gap) => say('menus.toRecord', { text: gap('text') })}
        gaps={{
          text: (
            <q lang={lang} className="text-ink">
              {script}
            </q>
          ),
        }}
      />
    </p>
  );
}

/** What is to be recorded there in the language; null where the administrator has written the text, or we have none. */
function scriptOf(name: string, lang: string): string | null {
  const place = (['queue', 'voicemail', 'closed', 'unavailable', 'call_back'] as const).find((each) => each === name);
  return place === undefined ? null : (spokenIn(lang)?.(place) ?? null);
}

function stateOf(sound: SoundView | null, isSilent: boolean, lang: string): string {
  if (sound === null && isSilent) return say('menus.nothingSaid');
  if (sound === null) return lang.startsWith(VOICE_LANGUAGE) ? say('menus.spoken') : say('menus.spokenEnglish');
  const seconds = Math.max(1, Math.round(sound.seconds));
  return say(sound.lang === null ? 'menus.soundForAll' : 'menus.soundOwn', { seconds });
}

function FileButton({
  language,
  isOff,
  bring,
}: {
  readonly language: string;
  readonly isOff: boolean;
  readonly bring: (file: Blob) => void;
}): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={FILES}
        className="hidden"
        aria-hidden
        tabIndex={-1}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) bring(file.type === '' ? new Blob([file], { type: 'audio/ogg' }) : file);
          target.value = ''; // The same file can be chosen again.
        }}
      />
      <Button
        size="small"
        disabled={isOff}
        aria-label={say('menus.uploadFor', { language })}
        onClick={() => input.current?.click()}
      >
        <Upload aria-hidden />
        {say('menus.upload')}
      </Button>
    </>
  );
}

function RemoveButton({
  language,
  isOff,
  remove,
}: {
  readonly language: string;
  readonly isOff: boolean;
  readonly remove: () => Promise<void>;
}): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        look="quiet"
        disabled={isOff}
        aria-label={say('menus.removeFor', { language })}
        onClick={() => setOpen(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <Confirm
        title={say('menus.removeTitle', { language })}
        description={say('menus.removeAbout')}
        word={say('menus.remove')}
        isOpen={isOpen}
        close={() => setOpen(false)}
        run={remove}
      />
    </>
  );
}
