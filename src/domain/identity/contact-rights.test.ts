import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContactAct } from './contact-rights.ts';
import { CONTACT_RIGHTS, mayDoToContact } from './contact-rights.ts';
import type { Role } from './session.ts';
import { ROLES } from './session.ts';

const MAY: Readonly<Record<ContactAct, readonly Role[]>> = {
  read: ['agent', 'supervisor', 'admin', 'developer'],
  edit: ['agent', 'supervisor', 'admin'],
  merge: ['supervisor', 'admin'],
  block: ['supervisor', 'admin'],
  export: ['admin'],
  forget: ['admin'],
};

for (const act of Object.keys(CONTACT_RIGHTS) as ContactAct[])
  for (const role of ROLES)
    test(`${role} ${MAY[act].includes(role) ? 'may' : 'may not'} ${act} a contact`, () => {
      assert.equal(mayDoToContact(act, { role }), MAY[act].includes(role));
    });
