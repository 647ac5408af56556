/** Voice engines at the console: `/app/voice-engines.json`. Plain types, also for the page. */
import type { VoiceEngine } from '#domain/ports/voice-engines.ts';

/** The engines elsewhere by task and place. */
export type VoiceEnginesView = { readonly engines: readonly VoiceEngine[] };
