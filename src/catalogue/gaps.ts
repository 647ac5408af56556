/**
 * What fills the gaps of the texts, by file and key; texts without a gap are not here. Written by `npm run generate`
 * from the English catalogue. A long table.
 */
/** Gaps of `caller.json`. */
export type CallerGaps = {
  readonly queuePosition: { readonly position: number };
  readonly wait: { readonly minutes: number };
  readonly ringingBodyAgent: { readonly agent: string };
  readonly talkingTitleAgent: { readonly agent: string };
  readonly heldBodyAgent: { readonly agent: string };
  readonly interruptedLeft: { readonly seconds: number };
  readonly retryMinutes: { readonly minutes: number };
  readonly retryHours: { readonly hours: number };
};

/** Gaps of `public.json`. */
export type PublicGaps = {
  readonly 'sms.redirect': { readonly workspace: string; readonly link: string };
  readonly 'caller.title': { readonly name: string };
  readonly 'messenger.until': { readonly time: string };
  readonly 'join.about.invitation': { readonly workspace: string };
  readonly 'join.about.reset': { readonly workspace: string };
  readonly 'join.rule': { readonly count: number };
  readonly 'join.fault.password_short': { readonly count: number };
  readonly 'join.fault.password_long': { readonly count: number };
};

/** Gaps of `spoken.json`. */
export type SpokenGaps = {
  readonly welcome: { readonly workspace: string };
  readonly choice: { readonly menu: string; readonly digit: string };
};
