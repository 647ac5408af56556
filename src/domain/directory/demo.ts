/**
 * The demo workspace: a fixed world in which every example of the vendors' documents works as printed. A long table.
 */
import { FIN_LINE, FIRST_MENUS } from './destination.ts';
import type { Agent } from './agent.ts';
import type { Menu } from './menu.ts';

/** The one uid that seed 003 prints: for the staff member, the client and the business. */
const PRINTED_UID = 'd290f1ee-6c54-4b01-90e6-d701748f0851';

/** The one workspace of a fresh server. */
export const DEMO_WORKSPACE = {
  id: 1,
  uid: PRINTED_UID,
  subdomain: 'demo',
  name: 'Somedomain Support',
  agentsChooseNumber: true,
} as const;

/** An agent of the demo before there is a row. */
export type DemoAgent = Pick<
  Agent,
  'id' | 'uid' | 'email' | 'firstName' | 'lastName' | 'mayCall' | 'status' | 'capacity' | 'simulated' | 'avatarUrl'
>;

/**
 * The first three: seed 004. The first one is played by the simulator, takes any number of calls, and is no person; the
 * last one is the administrator who signs in.
 */
export const DEMO_AGENTS: readonly DemoAgent[] = [
  {
    id: 1,
    uid: PRINTED_UID,
    email: 'admin@somedomain.com',
    firstName: 'Admin',
    lastName: 'UJET',
    mayCall: true,
    status: 'available',
    capacity: null,
    simulated: true,
    avatarUrl: 'https://somedomain.com/avatar.jpg',
  },
  {
    id: 2,
    uid: '7d9e5b0a-3c1f-4f5e-8a44-6f1f0b7f2c02',
    email: 'agent@somedomain.com',
    firstName: 'Agent',
    lastName: 'UJET',
    mayCall: true,
    status: 'unavailable',
    capacity: 1,
    simulated: false,
    avatarUrl: null,
  },
  {
    id: 3,
    uid: '1c8a7c52-9b0e-4c3d-b1a5-2e6d9f3a4d03',
    email: 'allen@somedomain.com',
    firstName: 'Allen',
    lastName: 'UJET',
    mayCall: false,
    status: 'unavailable',
    capacity: 1,
    simulated: false,
    avatarUrl: null,
  },
  {
    id: 4,
    uid: '5b0f7a64-2d38-4c1e-9a57-0c8e4d6b1f04',
    email: 'owner@somedomain.com',
    firstName: 'Owner',
    lastName: 'UJET',
    mayCall: true,
    status: 'unavailable',
    capacity: 1,
    simulated: false,
    avatarUrl: null,
  },
];

/** Whose place in the ring groups the owner takes who founds a workspace with the demo's world. */
export const DEMO_OWNER_ID = 4;

/** Rung one group after the other; the seed's samples show `Group 1`. */
const GROUPS = [
  { name: 'Group 1', agentIds: [1, 2, 4] },
  { name: 'Group 2', agentIds: [3] },
];

const MENU = {
  parentId: null,
  position: 0,
  hidden: false,
  deleted: false,
  redirected: false,
  hours: null,
  offerType: 'cascade',
  offerSeconds: 30,
  groups: GROUPS,
  skills: [],
  recording: 'always',
  deflection: 'voicemail',
  capacity: null,
  noAgents: { outcome: 'voicemail', menuId: null, afterSeconds: 60 },
  longWait: { outcome: 'keep_waiting', menuId: null, afterSeconds: 600 },
  overCapacity: { outcome: 'voicemail', menuId: null },
  wrapUp: null,
} as const;

/** Never open: a table without days. */
const CLOSED = { timeZone: 'UTC', open: {} };

/** One menu for each condition that seed 004 knows. */
export const DEMO_MENUS: readonly Menu[] = [
  { ...MENU, id: 9, name: 'Lock Star', kind: 'mobile_menu', outputMessage: 'You selected Lock Star.' },
  { ...MENU, id: 10, name: 'Support', kind: 'ivr_menu', position: 1, outputMessage: 'You selected Support.' },
  { ...MENU, id: 50, name: 'Web support', kind: 'web_menu', position: 2, outputMessage: 'You selected web support.' },
  {
    ...MENU,
    id: 51,
    name: 'Redirected',
    kind: 'ivr_menu',
    position: 3,
    redirected: true,
    outputMessage: 'This line is redirected.',
  },
  {
    ...MENU,
    id: 52,
    name: 'Night line',
    kind: 'mobile_menu',
    position: 4,
    hours: CLOSED,
    outputMessage: 'We are closed.',
  },
  {
    ...MENU,
    id: 53,
    name: 'Recorded on request',
    kind: 'mobile_menu',
    position: 5,
    recording: 'ask',
    outputMessage: 'May we record this call?',
  },
  {
    ...MENU,
    id: 54,
    name: 'Redirected mobile',
    kind: 'mobile_menu',
    position: 6,
    redirected: true,
    outputMessage: 'This line is redirected.',
  },
];

/** `fr` is known and off; `xy` is unknown. */
export const DEMO_LANGUAGES = [
  { code: 'en', enabled: true },
  { code: 'fr', enabled: false },
] as const;

export const DEMO_NUMBERS = [
  { number: '+13392195276', display: '+1 339-219-5276', destination: FIRST_MENUS, trunkId: null, isDefault: true },
  { number: '+17608675309', display: '+1 760-867-5309', destination: FIRST_MENUS, trunkId: null, isDefault: false },
  { number: '+17604108538', display: '+1 760-410-8538', destination: FIRST_MENUS, trunkId: null, isDefault: false },
  { number: '+13392195277', display: '+1 339-219-5277', destination: FIN_LINE, trunkId: null, isDefault: false },
] as const;

export const DEMO_CONTACTS = [
  {
    id: 67,
    uid: '0a6f2f0c-6c0b-4f7b-9b39-8a5c7f0e1d67',
    name: 'Jordan Reyes',
    phone: '+15125550167',
    outContactId: '381630957514',
  },
  {
    id: 75,
    uid: '3f9d4a7e-2b1c-4d8f-a0e6-5c4b3a2f1e75',
    name: 'Min-seo Kim',
    phone: '+821068612345',
    outContactId: '389391400633',
  },
  {
    id: 80,
    uid: PRINTED_UID,
    name: 'Robin Vale',
    phone: '+14155550148',
    outContactId: null,
  },
] as const;

export const DEMO_TICKETS = [
  { id: '71450', contactId: 67 },
  { id: '76517', contactId: 75 },
] as const;
