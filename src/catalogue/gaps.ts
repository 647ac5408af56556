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

/** Gaps of `console.json`. */
export type ConsoleGaps = {
  readonly 'common.serverAnswered': { readonly status: string };
  readonly 'common.withRequest': { readonly sentence: string; readonly id: string };
  readonly 'frame.ringing': { readonly name: string };
  readonly 'frame.ringingWay': { readonly name: string; readonly way: string };
  readonly 'frame.ownMenu': { readonly name: string };
  readonly 'frame.order.settings': { readonly page: string };
  readonly 'frame.found.dial': { readonly number: string };
  readonly 'frame.found.call': { readonly id: string; readonly name: string };
  readonly 'profile.language.browser': { readonly language: string };
  readonly 'profile.passwordRule': { readonly count: number };
  readonly 'profile.sessionTimes': { readonly since: string; readonly used: string };
  readonly 'profile.endSession': { readonly browser: string; readonly since: string };
  readonly 'profile.endOthers': { readonly count: number };
  readonly 'profile.browserOn': { readonly browser: string; readonly system: string };
  readonly 'status.simulated': { readonly status: string };
  readonly 'status.takesMore': { readonly status: string };
  readonly 'status.inCalls': { readonly count: number };
  readonly 'word.fail.eu_canceled': { readonly who: string };
  readonly 'word.fail.eu_abandoned': { readonly who: string };
  readonly 'word.fail.eu_in_menu_abandoned': { readonly who: string };
  readonly 'word.ended.end_user': { readonly who: string };
  readonly 'duration.hours': { readonly count: number };
  readonly 'duration.minutes': { readonly count: number };
  readonly 'duration.seconds': { readonly count: number };
  readonly 'desk.fromNumber': { readonly number: string };
  readonly 'desk.heldFor': { readonly time: string };
  readonly 'desk.with': { readonly names: string };
  readonly 'desk.dialingNames': { readonly names: string };
  readonly 'desk.transferringTo': { readonly name: string };
  readonly 'desk.requested': { readonly at: string; readonly language: string };
  readonly 'desk.requestedFor': { readonly at: string; readonly ticket: string; readonly language: string };
  readonly 'desk.messageTo': { readonly name: string };
  readonly 'desk.steps.left': { readonly left: number; readonly of: number };
  readonly 'desk.steps.number': { readonly number: string; readonly trunk: string };
  readonly 'desk.idle.works': { readonly device: string };
  readonly 'desk.journey.chose': { readonly menu: string };
  readonly 'desk.journey.answered': { readonly agent: string };
  readonly 'desk.journey.answeredAfter': { readonly agent: string; readonly time: string };
  readonly 'desk.journey.placed': { readonly agent: string };
  readonly 'desk.journey.placedAfter': { readonly agent: string; readonly time: string };
  readonly 'desk.journey.transferred': { readonly name: string };
  readonly 'desk.callNameBack': { readonly name: string };
  readonly 'desk.missed.dismiss': { readonly name: string };
  readonly 'desk.offer.from': { readonly name: string };
  readonly 'desk.offer.holdAbout': { readonly held: string; readonly name: string };
  readonly 'desk.offer.waited': { readonly time: string };
  readonly 'desk.offer.left': { readonly count: number };
  readonly 'desk.transfer.toName': { readonly name: string };
  readonly 'desk.transfer.free': { readonly count: number };
  readonly 'desk.transfer.closedEmpty': { readonly closed: string };
  readonly 'desk.transfer.closed': { readonly closed: string; readonly free: string };
  readonly 'desk.list.unread': { readonly count: number };
  readonly 'desk.wrapUp.left': { readonly time: string };
  readonly 'desk.wrapUp.ends': { readonly time: string };
  readonly 'desk.wait.waiting': { readonly count: number };
  readonly 'desk.wait.about': { readonly minutes: number };
  readonly 'link.calling': { readonly name: string };
  readonly 'calls.callTitle': { readonly id: string };
  readonly 'calls.calledAt': { readonly at: string };
  readonly 'calls.wasCalledAt': { readonly at: string };
  readonly 'calls.rated': { readonly rating: number };
  readonly 'calls.onHoldFor': { readonly time: string };
  readonly 'calls.showNew': { readonly count: number };
  readonly 'calls.forTime': { readonly time: string };
  readonly 'calls.detail.note': { readonly kind: string; readonly value: string };
  readonly 'calls.detail.isNoted': { readonly detail: string };
  readonly 'calls.detail.noteIt': { readonly detail: string };
  readonly 'calls.sip.heading': { readonly name: string; readonly trunk: string };
  readonly 'calls.sip.omitted': { readonly count: number };
  readonly 'calls.sip.sentAfter': { readonly seconds: string };
  readonly 'calls.sip.receivedAfter': { readonly seconds: string };
  readonly 'calls.sip.to': { readonly remote: string; readonly transport: string };
  readonly 'calls.sip.from': { readonly remote: string; readonly transport: string };
  readonly 'calls.machineOf': { readonly engine: string };
  readonly 'calls.at': { readonly time: string };
  readonly 'calls.speakingSince': { readonly time: string };
  readonly 'calls.speaks': { readonly name: string };
  readonly 'calls.farBelow': { readonly far: string };
  readonly 'calls.stay.since': { readonly at: string };
  readonly 'calls.answerTo': { readonly request: string };
  readonly 'calls.position': { readonly at: string; readonly of: string };
  readonly 'contacts.attributeName': { readonly place: number };
  readonly 'contacts.attributeValue': { readonly name: string };
  readonly 'contacts.attributeRemove': { readonly name: string };
  readonly 'contacts.attributeUnnamed': { readonly place: number };
  readonly 'contacts.forgetTitle': { readonly name: string };
  readonly 'contacts.forgetRecordings': { readonly count: number };
  readonly 'contacts.forgetCalls': { readonly count: number };
  readonly 'contacts.forgetMessages': { readonly count: number };
  readonly 'contacts.mergeTitle': { readonly name: string };
  readonly 'contacts.mergeIntoName': { readonly name: string };
  readonly 'live.agent': { readonly id: string };
  readonly 'live.with': { readonly names: string };
  readonly 'live.rings': { readonly names: string };
  readonly 'live.missedShare': { readonly share: string };
  readonly 'scheduled.callNow': { readonly name: string };
  readonly 'scheduled.moveTitle': { readonly name: string };
  readonly 'scheduled.cancelOne': { readonly name: string };
  readonly 'scheduled.cancelTitle': { readonly name: string };
  readonly 'scheduled.there': { readonly time: string };
  readonly 'scheduled.thereBetween': { readonly from: string; readonly to: string };
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
