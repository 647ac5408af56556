/** Menus on the wire: for programs and for the pages of the settings alike. */
import type { Static } from 'typebox';
import type { MenuDraft } from '#domain/directory/administration.ts';
import type { Range, WeeklyHours } from '#domain/directory/hours.ts';
import type { Menu, QueueRule, TimedRule } from '#domain/directory/menu.ts';
import type { SkillLevel } from '#domain/directory/skill.ts';
import { readWrapUp, writeWrapUp } from '../wrap-up.ts';
import { camel } from '../camel.ts';
import type { MenuChange, MenuObject, NewMenu } from './schema.ts';

/** What a menu is when nothing is said. */
const ORDINARY = {
  parentId: null,
  position: 0,
  outputMessage: '',
  hidden: false,
  redirected: false,
  hours: null,
  offerType: 'cascade',
  offerSeconds: 30,
  groups: [],
  skills: [],
  recording: 'always',
  deflection: 'voicemail',
  capacity: null,
  noAgents: { outcome: 'voicemail', menuId: null, afterSeconds: 60 },
  longWait: { outcome: 'keep_waiting', menuId: null, afterSeconds: 600 },
  wrapUp: null,
} as const;

/** The fields that the body has, in our words. */
export function readMenu(body: Static<typeof MenuChange>): Partial<MenuDraft> {
  const {
    hours,
    groups,
    skills,
    no_agents: noAgents,
    long_wait: longWait,
    over_capacity: overCapacity,
    wrap_up: wrapUp,
    ...plain
  } = body;
  return {
    ...camel(plain),
    ...(hours === undefined ? {} : { hours: hours === null ? null : readHours(hours) }),
    ...(groups === undefined ? {} : { groups: groups.map(camel) }),
    ...(skills === undefined ? {} : { skills: skills.map(readWanted) }),
    ...(wrapUp === undefined ? {} : { wrapUp: wrapUp === null ? null : readWrapUp(wrapUp) }),
    ...(noAgents === undefined ? {} : { noAgents: readTimedRule(noAgents) }),
    ...(longWait === undefined ? {} : { longWait: readTimedRule(longWait) }),
    ...(overCapacity === undefined ? {} : { overCapacity: readRule(overCapacity) }),
  };
}

function readWanted(wanted: NonNullable<Static<typeof MenuChange>['skills']>[number]): SkillLevel {
  return { skillId: wanted.skill_id, level: wanted.least_level };
}

type RuleOnWire = NonNullable<Static<typeof MenuChange>['over_capacity']>;

function readRule({ outcome, menu_id: menuId = null }: RuleOnWire): QueueRule {
  return { outcome, menuId };
}

function readTimedRule(rule: RuleOnWire & { readonly after_seconds: number }): TimedRule {
  return { ...readRule(rule), afterSeconds: rule.after_seconds };
}

/** The menu that the body asks for. Until it says otherwise a full queue does what a closed one does. */
export function readNewMenu(body: Static<typeof NewMenu>): MenuDraft {
  const asked = readMenu(body);
  const overCapacity = { outcome: asked.deflection ?? ORDINARY.deflection, menuId: null };
  return { ...ORDINARY, overCapacity, ...asked, name: body.name, kind: body.kind };
}

type HoursOnWire = NonNullable<Static<typeof MenuObject>['hours']>;

type RangesOnWire = NonNullable<HoursOnWire['open']['mon']>;

/** `09:30` as minutes since midnight. */
export function readHours({ time_zone: timeZone, open, holidays = [] }: HoursOnWire): WeeklyHours {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const ranges = (all: RangesOnWire): Range[] => all.map(({ from, to }) => ({ from: minutes(from), to: minutes(to) }));
  const days = Object.entries(open).map(([day, all]) => [day, ranges(all ?? [])]);
  return {
    timeZone,
    // The schema names the seven days and no others.
    open: Object.fromEntries(days) as WeeklyHours['open'],
    holidays: holidays.map(({ date, name = '', open: all }) => ({ date, name, open: ranges(all) })),
  };
}

/** A menu. */
export function writeMenu(menu: Menu): object {
  return {
    id: menu.id,
    name: menu.name,
    kind: menu.kind,
    parent_id: menu.parentId,
    position: menu.position,
    output_message: menu.outputMessage,
    hidden: menu.hidden,
    redirected: menu.redirected,
    hours: menu.hours === null ? null : writeHours(menu.hours),
    offer_type: menu.offerType,
    offer_seconds: menu.offerSeconds,
    groups: menu.groups.map(({ name, agentIds }) => ({ name, agent_ids: agentIds })),
    skills: menu.skills.map(({ skillId, level }) => ({ skill_id: skillId, least_level: level })),
    recording: menu.recording,
    deflection: menu.deflection,
    capacity: menu.capacity,
    no_agents: writeTimedRule(menu.noAgents),
    long_wait: writeTimedRule(menu.longWait),
    over_capacity: writeRule(menu.overCapacity),
    wrap_up: menu.wrapUp === null ? null : writeWrapUp(menu.wrapUp),
    deleted: menu.deleted,
  };
}

function writeRule({ outcome, menuId }: QueueRule): object {
  return { outcome, menu_id: menuId };
}

function writeTimedRule(rule: TimedRule): object {
  return { after_seconds: rule.afterSeconds, ...writeRule(rule) };
}

function writeHours({ timeZone, open, holidays = [] }: WeeklyHours): object {
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const ranges = (all: readonly Range[]): object[] => all.map(({ from, to }) => ({ from: clock(from), to: clock(to) }));
  return {
    time_zone: timeZone,
    open: Object.fromEntries(Object.entries(open).map(([day, all]) => [day, ranges(all)])) as object,
    holidays: holidays.map(({ date, name, open: all }) => ({ date, name, open: ranges(all) })),
  };
}
