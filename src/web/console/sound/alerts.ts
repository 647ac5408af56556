/**
 * Tells a person who looks elsewhere that someone rings: the ring, the title, the icon, a notification of the system.
 */
import type { CallView } from '#realtime/agent/protocol.ts';
import { say } from '../parts/language.ts';
import { callerName } from '../parts/words.ts';
import ringingIcon from '../icon-ringing.svg?url';
import quietIcon from '../icon.svg?url';
import type { Ringer } from './ringer.ts';

export type Alerts = {
  /** What rings at present, and whether a call continues meanwhile. */
  show(offers: readonly CallView[], isTalking: boolean): void;
};

const FLASH_MS = 1000;

/** Asks whether notifications may be shown, if no one has answered yet. Needs a click. */
export async function askForNotifications(): Promise<void> {
  if ('Notification' in globalThis && Notification.permission === 'default') await Notification.requestPermission();
}

/** Makes them. */
export function createAlerts(ringer: Ringer): Alerts {
  const notices = new Map<number, Notification | null>();
  let flashing: ReturnType<typeof setInterval> | undefined;
  /** What the title says of the call that rings, and what it says otherwise: the page may change meanwhile. */
  let [ringing, title] = ['', ''];

  const turn = (): void => {
    const isRinging = document.title === ringing;
    if (!isRinging) title = document.title;
    document.title = isRinging ? title : ringing;
  };

  const rest = (): void => {
    clearInterval(flashing);
    flashing = undefined;
    if (ringing !== '' && document.title === ringing) document.title = title;
    ringing = '';
    setIcon(quietIcon);
  };

  const flash = (call: CallView): void => {
    const next = `☎ ${callerName(call)}`;
    if (next === ringing) return;
    rest();
    ringing = next;
    turn();
    setIcon(ringingIcon);
    flashing = setInterval(turn, FLASH_MS);
  };

  return {
    show(offers, isTalking) {
      const [first] = offers;
      ringer.ring(first === undefined ? null : isTalking ? 'waiting' : 'call');
      if (first === undefined) rest();
      else flash(first);
      for (const [id, notice] of notices)
        if (!offers.some((call) => call.id === id)) {
          notice?.close();
          notices.delete(id);
        }
      for (const call of offers) if (!notices.has(call.id)) notices.set(call.id, notify(call));
    },
  };
}

/** Only for who looks elsewhere. The click brings the page forward; answering stays a click in the page. */
function notify(call: CallView): Notification | null {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted' || document.hasFocus()) return null;
  try {
    const notice = new Notification(say('link.calling', { name: callerName(call) }), {
      body: call.menu?.path ?? say('link.incoming'),
      tag: `call-${call.id}`,
      requireInteraction: true,
    });
    notice.addEventListener('click', () => {
      globalThis.focus();
      notice.close();
    });
    return notice;
  } catch {
    return null; // Some mobile browsers have the name but not the thing.
  }
}

function setIcon(href: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link !== null && link.href !== href) link.href = href;
}
