import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const ARTICLE = {
  id: 7,
  title: 'How do I replace the batteries?',
  body: 'It needs **four AA batteries**.',
  phrasings: ['My lock beeps'],
  lang: 'en',
  status: 'published',
  handsOver: false,
  createdAt: '2026-11-27T09:00:00.000Z',
  updatedAt: '2026-11-27T09:00:00.000Z',
};
const LIST = {
  articles: [ARTICLE, { ...ARTICLE, id: 6, title: 'Gift cards', phrasings: [], status: 'draft' }],
  next: null,
};
const list = async (served: object = LIST) =>
  openConsole({ at: '/settings/articles', role: 'admin', serve: { 'GET /app/articles.json?': served } });
const one = async () =>
  openConsole({
    at: '/settings/articles/7',
    role: 'admin',
    serve: { 'GET /app/articles/7.json': ARTICLE, 'GET /app/articles.json?': LIST },
  });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

test('articles are listed, searched, and an empty list says what to do', async () => {
  const page = await list();
  const lines = within(screen.getByRole('list', { name: 'Articles' })).getAllByRole('listitem');
  assert.deepEqual(
    lines.map((line) => line.textContent),
    ['How do I replace the batteries?en · 1 phrasingPublished', 'Gift cardsen · 0 phrasingsDraft'],
  );
  page.server.serve('GET /app/articles.json?search=parrot', { articles: [], next: null });
  await page.does(() => fireEvent.change(field('Search'), { target: { value: 'parrot' } }));
  await page.until(() => screen.queryByText('Nothing found') !== null);
  assert.ok(screen.getByText(/No article has “parrot”/));
});

test('a question is tried: what is said, what comes then, and how close the articles are', async () => {
  const page = await list({ articles: [], next: null });
  assert.ok(screen.getByText('No articles yet'));
  const found = [
    { articleId: 7, title: ARTICLE.title, score: 0.81 },
    { articleId: 6, title: 'Gift cards', score: 0.4 },
  ];
  const answer = { says: ['It needs four.', 'Did that help?'], next: 'listen', threshold: 0.65, by: 'meaning', found };
  page.server.serve('POST /app/articles/ask.json', answer);
  await page.does(() => fireEvent.change(field('A caller says'), { target: { value: 'it beeps' } }));
  await page.press('Ask');
  assert.equal(screen.getAllByText('It needs four. Did that help?').length, 2, 'also for screen readers');
  assert.ok(screen.getByText('Then it waits for a yes or a no.'));
  assert.deepEqual(
    within(screen.getByRole('list', { name: 'Closest articles' }))
      .getAllByRole('listitem')
      .map((line) => line.textContent),
    ['81%How do I replace the batteries?answers', '40%Gift cards'],
  );
  page.server.serve('POST /app/articles/ask.json', {
    ...answer,
    says: ['Again, please.'],
    by: 'words',
    found: found.slice(1),
  });
  await page.press('Ask');
  assert.ok(screen.getByText(/No article is close enough: 65% is needed/));
  assert.ok(screen.getByText(/Found by words/));
});

test('an article is shown as callers hear it, changed, and only what changed is sent', async () => {
  const page = await one();
  const heard = () =>
    within(screen.getByRole('region', { name: 'What callers hear' }))
      .getAllByRole('listitem')
      .map((line) => line.textContent);
  assert.deepEqual(heard(), ['It needs four AA batteries.']);
  await page.does(() => fireEvent.change(field('Answer'), { target: { value: '# New\n\n- `one` 🙂' } }));
  assert.deepEqual(heard(), ['New.', 'one.']);
  await page.does(() => fireEvent.change(field('Phrasings'), { target: { value: 'One\n\n Two ' } }));
  page.server.serve('PATCH /app/articles/7.json', {
    ...ARTICLE,
    body: '# New\n\n- `one` 🙂',
    phrasings: ['One', 'Two'],
  });
  await page.press('Save');
  assert.equal(field('Phrasings').value, 'One\nTwo');
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled, true);
});

test('what is refused is said beside its field, and what was typed stays', async () => {
  const page = await openConsole({ at: '/settings/articles/new', role: 'admin' });
  assert.ok(screen.getByText(/Nothing yet/));
  await page.does(() => {
    fireEvent.change(field('Title'), { target: { value: 'Gift cards' } });
    fireEvent.change(field('Answer'), { target: { value: 'None.' } });
  });
  const errors = [{ pointer: '/title', detail: 'is the title of another article already' }];
  page.server.serve('POST /app/articles.json', { message: 'Some fields.', errors }, 422);
  await page.press('Save');
  assert.ok(screen.getByText('Is the title of another article already.'));
  assert.equal(field('Title').getAttribute('aria-invalid'), 'true');
  assert.equal(field('Answer').value, 'None.');
});

test('an article is deleted once that was confirmed', async () => {
  const page = await one();
  page.server.serve('DELETE /app/articles/7.json', {});
  await page.press('Delete');
  await page.does(() => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' })));
  await page.until(() => page.place() === '/app/settings/articles');
  assert.equal(page.place(), '/app/settings/articles');
});

test('a file that cannot be imported is told row by row', async () => {
  const page = await list();
  await page.press('Import');
  const file = new File(['title,body\n,Words'], 'help.csv', { type: '' });
  await page.does(() => fireEvent.change(field('File'), { target: { files: [file] } }));
  const errors = [
    { pointer: '/2/title', detail: 'is missing' },
    { pointer: '/3/row', detail: 'has more fields than the first row' },
  ];
  page.server.serve('PUT /app/articles/import?status=draft', { message: 'Some fields.', errors }, 422);
  await page.does(() => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Import' })));
  assert.deepEqual(
    within(screen.getByRole('list', { name: 'What is wrong' }))
      .getAllByRole('listitem')
      .map((line) => line.textContent),
    ['Row 2: title is missing.', 'Row 3 has more fields than the first row.'],
  );
});

test('an agent finds no such page', async () => {
  const page = await openConsole({ at: '/settings/articles', role: 'supervisor' });
  assert.equal(page.place(), '/app/desk');
});
