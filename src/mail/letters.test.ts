import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAIL_KINDS } from '#domain/identity/mail.ts';
import { writeLetter, writeTestLetter } from './letters.ts';

const link = { url: 'https://calls.example/join/abc', expiresAt: new Date('2026-11-09T09:00:00.000Z') };
const NEWS = { recipient: 'ada@example.com', firstName: 'Ada' };

for (const kind of MAIL_KINDS.filter((each) => each !== 'password_changed'))
  test(`${kind} says the same as text and as HTML, with the name of the workspace`, () => {
    const { subject, text, html } = writeLetter('Nord', { ...NEWS, kind, link });
    assert.match(subject, /Nord/);
    for (const part of ['Hello Ada,', 'Nord', link.url, 'until 2026-11-09 09:00 UTC'])
      for (const said of [text, html]) assert.ok(said.includes(part), `${part} in ${said}`);
  });

test('what leads nowhere has no link, and without a name no one is called by one', () => {
  const { text, html } = writeLetter('Nord', { ...NEWS, kind: 'password_changed', firstName: ' ', link: null });
  assert.match(text, /^Hello,\n/);
  for (const said of [text, html]) assert.doesNotMatch(said, /https?:|works once/);
});

test('names are text in HTML, and one line in a subject', () => {
  const evil = 'N"<b>\r\nBcc: x@example.com';
  const { subject, html } = writeLetter(evil, { ...NEWS, kind: 'invitation', firstName: '<img>', link });
  assert.equal(subject, 'Join N"<b> Bcc: x@example.com');
  assert.doesNotMatch(html, /<img>|<b>/);
  assert.match(html, /&lt;img&gt;/);
  assert.equal(writeTestLetter('A\nB').subject, 'Test mail of A B');
});
