/** What is likely to be said in a call of the workspace: its own words. Pure. */
import type { Contact } from '#domain/directory/contact.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';

/** More names make an engine worse, not better. */
const MAX_NAMES = 300;

/** The names of workspace, menus, dispositions and tags, what menus say, and the first names of agents and contact. */
export function vocabularyOf(
  { workspace, menus, agents }: Pick<Directory, 'workspace' | 'menus' | 'agents'>,
  contact: Pick<Contact, 'name'> | null,
): Vocabulary {
  const open = [...menus.values()].filter(({ deleted }) => !deleted);
  const names = [contact?.name ?? '', ...[...agents.values()].map(({ firstName }) => firstName)];
  return {
    phrases: [
      workspace.name,
      ...workspace.wrapUp.dispositions,
      ...workspace.wrapUp.tags,
      ...open.map(({ name }) => name),
      ...open.map(({ outputMessage }) => outputMessage),
    ].filter((text) => text !== ''),
    names: [...new Set(names.filter((name) => name !== ''))].slice(0, MAX_NAMES),
  };
}
