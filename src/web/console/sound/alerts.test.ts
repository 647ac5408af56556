// oxlint-disable-next-line import/no-unassigned-import -- Puts a document where the page looks for it.
import '../../../../test/support/console/dom.ts';
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { ringing } from '../../../../test/support/console/views.ts';
import { createAlerts } from './alerts.ts';
import type { Ring } from './ringer.ts';

const ROBIN = ringing(7, [3]);
const KIM = ringing(8, [3], { contact: { id: 81, name: 'Kim Ode', number: '+14155550149' } });

/** Alerts in a page called Desk, with a system that shows notifications as permitted. */
function opened(t: TestContext, permission: NotificationPermission = 'granted', isLookedAt = false) {
  const shown: string[] = [];
  const rings: (Ring | null)[] = [];
  class FakeNotification extends EventTarget {
    static permission = permission;
    readonly title: string;
    constructor(title: string) {
      super();
      this.title = title;
      shown.push(title);
    }
    close(): void {
      shown.splice(shown.indexOf(this.title), 1);
    }
  }
  t.mock.timers.enable({ apis: ['setInterval'] });
  t.mock.method(document, 'hasFocus', () => isLookedAt);
  Object.assign(globalThis, { Notification: FakeNotification });
  document.title = 'Desk';
  const alerts = createAlerts({ ring: (what) => void rings.push(what) });
  t.after(() => {
    alerts.show([], false);
    Reflect.deleteProperty(globalThis, 'Notification');
  });
  return { alerts, shown, rings, pass: () => t.mock.timers.tick(1000) };
}

test('while it rings the title turns between the caller and the page, and rests as the page then', (t) => {
  const { alerts, pass } = opened(t);
  const titles = [0, 1, 2].map(() => {
    alerts.show([ROBIN], false);
    const { title } = document;
    pass();
    return title;
  });
  assert.deepEqual(titles, ['☎ Robin Vale', 'Desk', '☎ Robin Vale']);
  alerts.show([], false);
  pass();
  assert.equal(document.title, 'Desk');
});

test('a page that is left while it rings keeps its own title', (t) => {
  const { alerts, pass } = opened(t);
  alerts.show([ROBIN], false);
  document.title = 'Calls';
  alerts.show([], false);
  assert.equal(document.title, 'Calls');
  alerts.show([ROBIN], false);
  document.title = 'Contacts';
  pass();
  assert.equal(document.title, '☎ Robin Vale');
  alerts.show([], false);
  assert.equal(document.title, 'Contacts');
});

test('when another call is the one that rings, the title names its caller', (t) => {
  const { alerts, pass } = opened(t);
  alerts.show([ROBIN, KIM], false);
  alerts.show([KIM], false);
  assert.equal(document.title, '☎ Kim Ode');
  pass();
  assert.equal(document.title, 'Desk');
});

test('each call that rings has one notification, which goes with it; in a call it rings softly', (t) => {
  const { alerts, shown, rings } = opened(t);
  alerts.show([ROBIN], false);
  alerts.show([ROBIN, KIM], false);
  assert.equal(shown.length, 2);
  alerts.show([KIM], true);
  assert.deepEqual(shown.length, 1);
  assert.match(shown[0] ?? '', /Kim Ode/);
  alerts.show([], true);
  assert.deepEqual([shown, rings], [[], ['call', 'call', 'waiting', null]]);
});

for (const [why, permission, isLookedAt] of [
  ['the person has not allowed any', 'default', false],
  ['they look at the page', 'granted', true],
] as const)
  test(`no notification is shown where ${why}`, (t) => {
    const { alerts, shown, rings } = opened(t, permission, isLookedAt);
    alerts.show([ROBIN], false);
    assert.deepEqual([shown, rings], [[], ['call']]);
  });
