/** The agent's own menu: profile, appearance, keys, signing out. */
import { Menu } from '@base-ui/react/menu';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, Keyboard, LogOut, UserRound } from 'lucide-react';
import type { ReactElement } from 'react';
import { activeCalls } from '../link/mine.ts';
import { useDeskState } from '../link/use-desk.ts';
import { say } from '../parts/language.ts';
import { Initials } from '../parts/mark.tsx';
import type { Me } from '../sign-in/session.ts';
import { meQuery, signOut } from '../sign-in/session.ts';
import { THEMES, useTheme } from './theme.ts';
import type { Theme } from './theme.ts';

const ITEM =
  'flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50 [&_svg]:size-4.5';

/** The menu. */
export function OwnMenu({ me, showKeys }: { readonly me: Me; readonly showKeys: () => void }): ReactElement {
  const [theme, chooseTheme] = useTheme();
  const queries = useQueryClient();
  const { world } = useDeskState();
  const isTalking = world !== null && activeCalls(world).length > 0;
  const leave = async (): Promise<void> => {
    await signOut();
    queries.clear();
    queries.setQueryData(meQuery.queryKey, null);
    location.assign('/app/sign-in');
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="rounded-full">
        <Initials name={me.agent.name} />
        <span className="sr-only">{say('frame.ownMenu', { name: me.agent.name })}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="z-30">
          <Menu.Popup className="min-w-64 animate-rise rounded-xl border border-line bg-raised p-1.5 shadow-lift outline-none">
            <div className="px-3 pt-2 pb-3">
              <p className="font-medium">{me.agent.name}</p>
              <p className="text-sm text-quiet">{me.agent.email}</p>
              <p className="text-sm text-quiet">{me.workspace.name}</p>
            </div>
            <hr className="mx-2 mb-1.5 border-line" />
            <Menu.LinkItem className={ITEM} closeOnClick render={<Link to="/profile" />}>
              <UserRound aria-hidden />
              {say('frame.profile')}
            </Menu.LinkItem>
            <hr className="mx-2 my-1.5 border-line" />
            <Menu.Group>
              <Menu.GroupLabel className="px-3 py-1 text-xs font-medium text-quiet">
                {say('frame.appearance')}
              </Menu.GroupLabel>
              <Menu.RadioGroup value={theme} onValueChange={(next: Theme) => chooseTheme(next)}>
                {THEMES.map((each) => (
                  <Menu.RadioItem key={each} value={each} className={ITEM}>
                    <span className="grow">{say(`frame.theme.${each}`)}</span>
                    <Menu.RadioItemIndicator render={<Check aria-hidden className="text-accent" />} />
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <hr className="mx-2 my-1.5 border-line" />
            <Menu.Item className={ITEM} onClick={showKeys}>
              <Keyboard aria-hidden />
              {say('frame.keyboard')}
            </Menu.Item>
            <Menu.Item className={ITEM} disabled={isTalking} onClick={() => void leave()}>
              <LogOut aria-hidden />
              {say('frame.signOut')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
