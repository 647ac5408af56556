/**
 * This surface's words. States, origins and reasons are our own and need no translation; what a director reports does.
 */

/** The versions of this API, the newest first. A request may name one; every answer names the one that it follows. */
export const VERSIONS = ['2026-11-20'] as const;

/**
 * What can be directed in a simulated call. `ring`, `bridge` and `fail` are what its far end does, the others commands
 * of the engine.
 */
export const DIRECTIONS = [
  'choose_menu',
  'answer',
  'ring',
  'bridge',
  'fail',
  'hang_up',
  'leave_voicemail',
  'carry_on',
] as const;
