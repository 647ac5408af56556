/** What the console and the server say to each other about retention. Plain types, also for the page. */
import type { Retention, RetentionCounts } from '#domain/directory/retention.ts';

/** How long what is kept, and how much is older: it goes in the next night. */
export type RetentionView = { readonly retention: Retention; readonly due: RetentionCounts };
