/** Keys for a far end that takes none in its sound: an INFO each, one after the other. */
import { infoOfKey } from '#sip/dialog/info.ts';
import type { Talk } from './talk.ts';

/** Begins to press them; false where the far end takes no INFO. What it refuses is not pressed again. */
export function pressByInfo(talk: Talk, digits: string): boolean {
  if (!talk.takesInfo() || talk.isOver()) return false;
  const press = (at: number): void => {
    const key = digits[at];
    if (key === undefined || talk.isOver()) return;
    const { headers, body } = infoOfKey(key);
    talk.request('INFO', headers, body, (heard) => {
      if (heard.type === 'response' && heard.response.status >= 200) press(at + 1);
    });
  };
  press(0);
  return true;
}
