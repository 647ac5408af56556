/** The addresses of the console, all below `/app`. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, Link, Outlet, redirect } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { AuthorizePage } from './authorize/authorize-page.tsx';
import { CALL_TABS, CallPage } from './calls/call-page.tsx';
import type { CallTab } from './calls/call-page.tsx';
import { CallsPage } from './calls/calls-page.tsx';
import { readCallsSearch } from './calls/calls-query.ts';
import { ContactPage } from './contacts/contact-page.tsx';
import { ContactsPage } from './contacts/contacts-page.tsx';
import { readContactsSearch } from './contacts/contacts-query.ts';
import { DeskPage } from './desk/desk-page.tsx';
import { readDeskSearch } from './desk/focus.ts';
import { Frame } from './frame/frame.tsx';
import { buttonClass } from './parts/button.tsx';
import { readIn, say } from './parts/language.ts';
import { Nowhere, Skeleton, Trouble } from './parts/states.tsx';
import { useTitle } from './parts/title.ts';
import { meQuery } from './sign-in/session.ts';
import { ForgotPage } from './sign-in/forgot-page.tsx';
import { AddFactorPage } from './sign-in/add-factor-page.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { ProfilePage } from './profile/profile-page.tsx';
import { MenuPage, NewMenuPage } from './settings/menus/menu-page.tsx';
import { MenusPage } from './settings/menus/menus-page.tsx';
import { LanguagesPage } from './settings/languages-page.tsx';
import { NumbersPage } from './settings/numbers-page.tsx';
import { TokensPage } from './settings/tokens/tokens-page.tsx';
import { AppearancePage } from './settings/appearance/appearance-page.tsx';
import { AuditPage } from './settings/audit/audit-page.tsx';
import { EventPage } from './settings/events/event-page.tsx';
import { EventsPage } from './settings/events/events-page.tsx';
import { readEventsSearch } from './settings/events/events-query.ts';
import { PeoplePage } from './settings/people-page.tsx';
import { RequestPage } from './settings/requests/request-page.tsx';
import { RequestsPage } from './settings/requests/requests-page.tsx';
import { readRequestsSearch } from './settings/requests/requests-query.ts';
import { SignInSettingsPage } from './settings/sign-in/sign-in-settings-page.tsx';
import { SimulatorPage } from './settings/simulator/simulator-page.tsx';
import { RetentionPage } from './settings/retention-page.tsx';
import { WorkspacePage } from './settings/workspace/workspace-page.tsx';
import { mayOpen, sectionsFor } from './settings/sections.ts';
import { ScheduledPage } from './scheduled/scheduled-page.tsx';
import { SkillsPage } from './settings/skills/skills-page.tsx';
import { TranscriptsPage } from './settings/transcripts-page.tsx';
import { VoiceEnginesPage } from './settings/voice-engines-page.tsx';
import { WrapUpPage } from './settings/wrap-up-page.tsx';
import { SettingsFrame } from './settings/settings-frame.tsx';
import { ArticlePage } from './settings/articles/article-page.tsx';
import { ArticlesPage } from './settings/articles/articles-page.tsx';
import { TrunkPage } from './settings/trunks/trunk-page.tsx';
import { TrunksPage } from './settings/trunks/trunks-page.tsx';
import { WebhookPage } from './settings/webhooks/webhook-page.tsx';
import { WebhooksPage } from './settings/webhooks/webhooks-page.tsx';
import { LivePage } from './wallboard/live-page.tsx';

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  pendingComponent: () => <Skeleton label={say('common.loading')} />,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }): { readonly next?: string } =>
    // Only our own pages: an address someone else made up leads nowhere.
    typeof next === 'string' &&
    /^\/(?:desk|live|calls|scheduled|contacts|settings|profile|authorize)(?:[/?]|$)/.test(next)
      ? { next }
      : {},
  component: SignInPage,
});

const authorize = createRoute({
  getParentRoute: () => root,
  path: '/authorize',
  validateSearch: ({ ask }): { readonly ask: string } => ({ ask: typeof ask === 'string' ? ask : '' }),
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: { next: location.href } });
    if (me.mustAddFactor) throw redirect({ to: '/add-factor' });
    await readIn(me.language);
  },
  component: AuthorizePage,
});

const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: ForgotPage });

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: { next: location.href } });
    if (me.mustAddFactor) throw redirect({ to: '/add-factor' });
    // Before anything is drawn, so that nothing is drawn twice.
    await readIn(me.language);
  },
  component: Frame,
});

const addFactor = createRoute({
  getParentRoute: () => root,
  path: '/add-factor',
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: {} });
    if (!me.mustAddFactor) throw redirect({ to: '/desk', search: {} });
  },
  component: AddFactorPage,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/desk' });
  },
});
const desk = createRoute({
  getParentRoute: () => frame,
  path: '/desk',
  validateSearch: readDeskSearch,
  component: DeskPage,
});
const live = createRoute({
  getParentRoute: () => frame,
  path: '/live',
  beforeLoad: ({ context }) => {
    if (context.queries.getQueryData(meQuery.queryKey)?.role === 'agent') throw redirect({ to: '/desk' });
  },
  component: LivePage,
});
const calls = createRoute({
  getParentRoute: () => frame,
  path: '/calls',
  validateSearch: readCallsSearch,
  component: CallsPage,
});
const scheduledCalls = createRoute({ getParentRoute: () => frame, path: '/scheduled', component: ScheduledPage });
const call = createRoute({
  getParentRoute: () => frame,
  path: '/calls/$id',
  validateSearch: ({ tab }): { readonly tab?: CallTab } => {
    const known = CALL_TABS.find((each) => each === tab);
    return known === undefined ? {} : { tab: known };
  },
  component: CallPage,
});
const contacts = createRoute({
  getParentRoute: () => frame,
  path: '/contacts',
  validateSearch: readContactsSearch,
  component: ContactsPage,
});
const contact = createRoute({ getParentRoute: () => frame, path: '/contacts/$id', component: ContactPage });
/** The settings: who may open which page is the table in `settings/sections.ts`. */
const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  beforeLoad: ({ context, location }) => {
    const role = context.queries.getQueryData(meQuery.queryKey)?.role ?? 'agent';
    const [first] = sectionsFor(role);
    if (mayOpen(role, location.pathname)) return;
    throw redirect({ to: first !== undefined && /^\/settings\/?$/.test(location.pathname) ? first.at : '/desk' });
  },
  component: SettingsFrame,
});
const workspace = createRoute({ getParentRoute: () => settings, path: '/workspace', component: WorkspacePage });
const appearance = createRoute({ getParentRoute: () => settings, path: '/appearance', component: AppearancePage });
const numbers = createRoute({ getParentRoute: () => settings, path: '/numbers', component: NumbersPage });
const languages = createRoute({ getParentRoute: () => settings, path: '/languages', component: LanguagesPage });
const people = createRoute({ getParentRoute: () => settings, path: '/people', component: PeoplePage });
const signInSettings = createRoute({ getParentRoute: () => settings, path: '/sign-in', component: SignInSettingsPage });
const retention = createRoute({ getParentRoute: () => settings, path: '/retention', component: RetentionPage });
const menus = createRoute({ getParentRoute: () => settings, path: '/menus', component: MenusPage });
const newMenu = createRoute({
  getParentRoute: () => settings,
  path: '/menus/new',
  validateSearch: ({ below }): { readonly below?: number } => (Number.isInteger(below) ? { below: Number(below) } : {}),
  component: NewMenuPage,
});
const menu = createRoute({ getParentRoute: () => settings, path: '/menus/$id', component: MenuPage });

const skills = createRoute({ getParentRoute: () => settings, path: '/skills', component: SkillsPage });
const wrapUp = createRoute({ getParentRoute: () => settings, path: '/wrap-up', component: WrapUpPage });
const voiceEngines = createRoute({
  getParentRoute: () => settings,
  path: '/voice-engines',
  component: VoiceEnginesPage,
});
const transcripts = createRoute({
  getParentRoute: () => settings,
  path: '/transcripts',
  component: TranscriptsPage,
});
const articles = createRoute({ getParentRoute: () => settings, path: '/articles', component: ArticlesPage });
const article = createRoute({ getParentRoute: () => settings, path: '/articles/$id', component: ArticlePage });
const trunks = createRoute({ getParentRoute: () => settings, path: '/trunks', component: TrunksPage });
const trunk = createRoute({ getParentRoute: () => settings, path: '/trunks/$id', component: TrunkPage });
const webhooks = createRoute({ getParentRoute: () => settings, path: '/webhooks', component: WebhooksPage });
const webhook = createRoute({ getParentRoute: () => settings, path: '/webhooks/$id', component: WebhookPage });
const tokens = createRoute({ getParentRoute: () => settings, path: '/tokens', component: TokensPage });
const requests = createRoute({
  getParentRoute: () => settings,
  path: '/requests',
  validateSearch: readRequestsSearch,
  component: RequestsPage,
});
const request = createRoute({ getParentRoute: () => settings, path: '/requests/$id', component: RequestPage });
const events = createRoute({
  getParentRoute: () => settings,
  path: '/events',
  validateSearch: readEventsSearch,
  component: EventsPage,
});
const event = createRoute({ getParentRoute: () => settings, path: '/events/$id', component: EventPage });
const simulator = createRoute({ getParentRoute: () => settings, path: '/simulator', component: SimulatorPage });
const audit = createRoute({ getParentRoute: () => settings, path: '/audit', component: AuditPage });

const settingsPages = settings.addChildren([
  tokens,
  workspace,
  appearance,
  numbers,
  languages,
  people,
  signInSettings,
  menus,
  newMenu,
  menu,
  skills,
  wrapUp,
  transcripts,
  voiceEngines,
  articles,
  article,
  trunks,
  trunk,
  webhooks,
  webhook,
  audit,
  requests,
  request,
  events,
  event,
  simulator,
  retention,
]);
const profile = createRoute({ getParentRoute: () => frame, path: '/profile', component: ProfilePage });
/** Every other address: the frame stays, with the call that may be in progress. */
const nowhere = createRoute({ getParentRoute: () => frame, path: '/$', component: NotFound });

function PageTrouble({ error, reset }: { readonly error: unknown; readonly reset: () => void }): ReactElement {
  return <Trouble title={say('common.pageTrouble')} error={asError(error)} again={reset} />;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function NotFound(): ReactElement {
  useTitle(say('common.notFound'));
  return (
    <Nowhere title={say('common.notFound')}>
      <Link to="/desk" search={{}} className={buttonClass('plain', 'medium')}>
        {say('common.backToDesk')}
      </Link>
    </Nowhere>
  );
}

/** Makes the router. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      forgot,
      authorize,
      addFactor,
      home,
      frame.addChildren([desk, live, calls, scheduledCalls, call, contacts, contact, profile, settingsPages, nowhere]),
    ]),
    basepath: '/app',
    context: { queries },
    // What goes wrong in a page stays in the page: the frame, and the call, continue.
    defaultErrorComponent: PageTrouble,
    defaultPreload: false,
    scrollRestoration: true,
    // What no page has read of an address is not there: what someone else made up reaches no page.
    search: { strict: true },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
