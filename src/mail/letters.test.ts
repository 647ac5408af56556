import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicTexts } from '#catalogue/public.ts';
import { MAIL_KINDS } from '#domain/identity/mail.ts';
import { writeLetter, writeTestLetter } from './letters.ts';

const link = { url: 'https://calls.example/join/abc', expiresAt: new Date('2026-11-09T09:00:00.000Z') };
const ENGLISH = publicTexts(['en']);
const NEWS = { recipient: 'ada@example.com', firstName: 'Ada' };

for (const kind of MAIL_KINDS.filter((each) => each !== 'password_changed'))
  test(`${kind} says the same as text and as HTML, with the name of the workspace`, () => {
    const { subject, text, html } = writeLetter('Nord', { ...NEWS, kind, link }, ENGLISH);
    assert.match(subject, /Nord/);
    for (const part of ['Hello Ada,', 'Nord', link.url, 'until November 9, 2026 at 09:00 UTC'])
      for (const said of [text, html]) assert.ok(said.includes(part), `${part} in ${said}`);
  });

test('what leads nowhere has no link, and without a name no one is called by one', () => {
  const { text, html } = writeLetter(
    'Nord',
    { ...NEWS, kind: 'password_changed', firstName: ' ', link: null },
    ENGLISH,
  );
  assert.match(text, /^Hello,\n/);
  for (const said of [text, html]) assert.doesNotMatch(said, /https?:|works once/);
});

test('names are text in HTML, and one line in a subject', () => {
  const evil = 'N"<b>\r\nBcc: x@example.com';
  const { subject, html } = writeLetter(evil, { ...NEWS, kind: 'invitation', firstName: '<img>', link }, ENGLISH);
  assert.equal(subject, 'Join N"<b> Bcc: x@example.com');
  assert.doesNotMatch(html, /<img>|<b>/);
  assert.match(html, /&lt;img&gt;/);
  assert.equal(writeTestLetter('A\nB', ENGLISH).subject, 'Test mail of A B');
});

for (const [lang, subject, greeting, until] of [
  ['de', 'Einladung zu Nord', 'Guten Tag, Ada,', 'bis 9. November 2026 um 09:00 UTC'],
  ['fr', 'Rejoignez Nord', 'Bonjour Ada,', 'jusqu’au 9 novembre 2026 à 09:00 UTC'],
  ['es', 'Únase a Nord', 'Hola, Ada:', 'hasta el 9 de noviembre de 2026 a las 9:00 UTC'],
] as const)
  test(`${lang}: an invitation is in the language, and so is its end`, () => {
    const letter = writeLetter('Nord', { ...NEWS, kind: 'invitation', link }, publicTexts([lang]));
    assert.equal(letter.subject, subject);
    for (const said of [letter.text, letter.html])
      for (const part of [greeting, until]) assert.ok(said.includes(part), `${part} in ${said}`);
    assert.match(letter.html, new RegExp(`<html lang="${lang}">`));
  });
