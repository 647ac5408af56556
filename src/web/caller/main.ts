/** Where the public pages begin: the server says which one it is, and what it needs to know. */
import { startCaller } from './caller.ts';
import { startMessenger } from './messenger.ts';

const page = document.getElementById('page');
const stage = document.getElementById('stage');
const announcer = document.getElementById('announcer');
const speaker = document.getElementById('speaker');

if (page?.dataset['page'] === 'messenger') startMessenger(page);
if (page !== null && stage !== null && announcer !== null && speaker instanceof HTMLAudioElement) {
  const { slug = '', name = '', languages = '' } = page.dataset;
  startCaller({ slug, name, languages: languages.split(' ').filter(Boolean) }, { stage, announcer, speaker });
}
