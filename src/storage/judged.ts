/** How an administrator's change is carried out: what refuses it becomes a value, and nothing of it stays. */
import type { Administered, AdministrationRefusal, UniqueField } from '#domain/directory/administration.ts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Hears which workspace has changed, before the one who changed it is answered. */
export type Changed = (workspaceId: number) => void;

/**
 * Lets one change of the workspace's structure happen at a time; rows that point at the workspace may still be written.
 */
export async function holdWorkspace(transaction: Transaction<Tables>, workspaceId: number): Promise<void> {
  await sql`select from workspace where id = ${workspaceId} for no key update`.execute(transaction);
}

/** The fields that are there: an absent one is left as it is. */
export function present<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Only the undefined ones are gone, which the type says.
  return Object.fromEntries(given) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

/** Carries a refusal out of a transaction, which it undoes. */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: AdministrationRefusal;
  constructor(refusal: AdministrationRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Runs the work; what it refuses, and what the database finds to be taken, become values. */
export async function judged<T>(work: () => Promise<T>): Promise<Administered<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    if (isAttributesFull(error)) return { ok: false, refusal: { code: 'attributes_full' } };
    const field = takenField(error);
    if (field === undefined) throw error;
    return { ok: false, refusal: { code: 'taken', field } };
  }
}

/** What each unique constraint keeps unique, and what contacts claim (migration 0066). */
const UNIQUE: Readonly<Record<string, UniqueField>> = {
  agent_email: 'email',
  contact_workspace_id_phone_key: 'phone',
  contact_email_claimed: 'email',
  contact_identifier_claimed: 'identifier',
  phone_number_workspace_id_number_key: 'number',
  phone_number_number_key: 'number',
  phone_number_default: 'is_default',
  workspace_subdomain_key: 'subdomain',
  article_title: 'title',
  skill_name: 'name',
};

/** Whether the database refused attributes because there are too many. */
export function isAttributesFull(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'contact_attributes_bounded';
}

function takenField(error: unknown): UniqueField | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505' || !('constraint' in error)) return;
  return UNIQUE[String(error.constraint)];
}
