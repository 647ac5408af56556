/** How the caller page and the Messenger page look: name, color and logo, with a preview. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useId } from 'react';
import { MAX_SHOWN_NAME } from '#domain/directory/appearance.ts';
import { readColor, shadesOf } from '#domain/directory/colors.ts';
import type { AppearanceView } from '#realtime/agent/appearance-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import { Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useForm } from '../../parts/use-form.ts';
import { appearanceQuery, changeAppearance } from './appearance-query.ts';
import { LogoSection } from './logo-section.tsx';
import { Preview } from './preview.tsx';

/** The color that the pages come with; shown by the picker until one is chosen. */
const PLAIN = '#0b57b0';

/** The page. */
export function AppearancePage(): ReactElement {
  useTitle(say('settings.section.appearance'));
  const appearance = useQuery(appearanceQuery);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.appearance')}</h1>
      <p className="max-w-prose text-quiet">{say('appearance.about')}</p>
      {appearance.isPending ? <Skeleton rows={3} label={say('appearance.loading')} /> : null}
      {appearance.isError ? (
        <Trouble title={say('appearance.trouble')} error={appearance.error} again={() => void appearance.refetch()} />
      ) : null}
      {appearance.isSuccess ? <Fields opened={appearance.data} /> : null}
    </div>
  );
}

/** As it is typed: empty is as the pages come. */
type Typed = { readonly name: string; readonly color: string };

function typed({ name, color }: AppearanceView): Typed {
  return { name: name ?? '', color: color ?? '' };
}

function Fields({ opened }: { readonly opened: AppearanceView }): ReactElement {
  const queries = useQueryClient();
  const form = useForm<Typed>(typed(opened));
  const { name, color } = form.value;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ changes }) => {
      const orNull = Object.entries(changes).map(([field, text]) => [field, text.trim() === '' ? null : text.trim()]);
      const changed = await changeAppearance(Object.fromEntries(orNull));
      queries.setQueryData(appearanceQuery.queryKey, changed);
      return typed(changed);
    });
    if (isSaved) announce(say('workspace.savedSaid'));
  };
  const shown = readColor(color.trim());
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="flex flex-col gap-5">
        <form
          noValidate
          className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade"
          onSubmit={(event) => void save(event)}
        >
          <TextField
            label={say('profile.name')}
            help={say('appearance.nameHelp', { workspace: opened.workspace })}
            maxLength={MAX_SHOWN_NAME}
            value={name}
            onChange={({ target }) => form.set({ name: target.value })}
            error={form.faultAt('/name')}
          />
          <ColorField
            color={color}
            set={(value) => form.set({ color: value })}
            error={form.faultAt('/color') ?? (color.trim() !== '' && shown === null ? say('appearance.format') : null)}
          />
          <SaveRow form={form} />
          <LeaveGuard isDirty={form.isDirty} />
        </form>
        <LogoSection logo={opened.logo} />
      </div>
      <div className="flex flex-col gap-3">
        <Preview name={name.trim() === '' ? opened.workspace : name} color={shown} logo={opened.logo} />
        <a
          className="inline-flex items-center gap-1 self-start text-sm underline"
          href={`/w/${opened.slug}`}
          target="_blank"
        >
          {say('appearance.openPage')}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </div>
    </div>
  );
}

function ColorField({
  color,
  set,
  error,
}: {
  readonly color: string;
  readonly set: (color: string) => void;
  readonly error: string | null;
}): ReactElement {
  const id = useId();
  const shown = readColor(color.trim());
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="grow">
          <TextField
            label={say('appearance.color')}
            placeholder={PLAIN}
            spellCheck={false}
            value={color}
            onChange={({ target }) => set(target.value)}
            error={error}
            help={error === null ? adapted(shown) : undefined}
          />
        </div>
        <input
          id={id}
          type="color"
          aria-label={say('appearance.pick')}
          className="h-10 w-14 shrink-0 self-start rounded-lg border border-edge bg-surface p-1 mt-6.5"
          value={shown ?? PLAIN}
          onChange={({ target }) => set(target.value)}
        />
      </div>
      {color === '' ? null : (
        <Button size="small" className="self-start" onClick={() => set('')}>
          {say('appearance.standard')}
        </Button>
      )}
    </div>
  );
}

/** What becomes of the color where text in it could not be read. */
function adapted(color: string | null): string {
  if (color === null) return say('appearance.colorHelp');
  const [light, dark] = [shadesOf(color, 'light'), shadesOf(color, 'dark')];
  if (light.isAdapted && dark.isAdapted)
    return say('appearance.adapted.both', { light: light.accent, dark: dark.accent });
  if (light.isAdapted) return say('appearance.adapted.light', { light: light.accent });
  return dark.isAdapted ? say('appearance.adapted.dark', { dark: dark.accent }) : say('appearance.readable');
}
