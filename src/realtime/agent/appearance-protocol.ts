/**
 * What the console and the server say to each other about the pages of callers, under `/app/appearance.json`. Plain
 * types, also for the page.
 */
import type { Appearance } from '#domain/directory/appearance.ts';

/** How they look; `workspace`: its name, `slug`: where its caller page is. */
export type AppearanceView = Appearance & { readonly workspace: string; readonly slug: string };

/** `PATCH /app/appearance.json`; null is as the pages come. */
export type AppearanceForm = { readonly name: string | null; readonly color: string | null };
