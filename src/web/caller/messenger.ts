/**
 * The Messenger page with a script: new messages appear by themselves, and one's own are sent without loading the page
 * again.
 */

/** How often the server is asked. Milliseconds. */
const EVERY_MS = 3000;

type Message = {
  readonly id: number;
  readonly by: 'contact' | 'agent';
  readonly agentName: string | null;
  readonly text: string;
  readonly at: string;
};

/** Starts it on what the server has written. */
export function startMessenger(page: HTMLElement): void {
  const list = page.querySelector<HTMLElement>('#messages');
  const form = page.querySelector<HTMLFormElement>('#write');
  const text = page.querySelector<HTMLTextAreaElement>('#text');
  const fault = page.querySelector<HTMLElement>('#fault');
  if (list === null || form === null || text === null || fault === null) return;
  const { pathname } = location;
  let newest = Number(list.lastElementChild?.getAttribute('data-id') ?? 0);
  let asking = Promise.resolve();

  const add = ({ id, by, agentName, text: words, at }: Message): void => {
    if (id <= newest) return;
    newest = id;
    const item = make('li', by);
    item.dataset['id'] = String(id);
    const time = make('time', 'quiet', readable(at));
    time.setAttribute('datetime', at);
    const head = make('p', 'head', `${by === 'contact' ? (list.dataset['you'] ?? '') : (agentName ?? '')} `);
    head.append(time);
    item.append(head, make('p', 'words', words));
    list.append(item);
    item.scrollIntoView({ block: 'nearest' });
  };

  const refresh = async (): Promise<void> => {
    const response = await fetch(`${pathname}/conversation?after=${newest}`, { cache: 'no-store' });
    // A link that has expired meanwhile: the server says so.
    if (response.status === 410 || response.status === 404) return location.reload();
    if (!response.ok) return;
    const { messages } = (await response.json()) as { readonly messages: readonly Message[] };
    messages.forEach(add);
  };
  /** One after the other, so that nothing is shown twice. An answer that does not come is asked for again. */
  const ask = async (): Promise<void> => (asking = asking.then(refresh).catch(() => undefined));

  const deliver = async (): Promise<void> => {
    const words = text.value.trim();
    if (words === '') return;
    const button = form.querySelector('button');
    button?.toggleAttribute('disabled', true);
    const response = await fetch(`${pathname}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: words }),
    }).catch(() => null);
    button?.toggleAttribute('disabled', false);
    if (response?.ok === true) {
      text.value = '';
      fault.textContent = '';
      await ask();
    } else {
      const said =
        response === null ? null : ((await response.json().catch(() => null)) as { readonly message?: string } | null);
      fault.textContent = said?.message ?? form.dataset['fault'] ?? '';
    }
    text.focus();
  };

  /** What goes wrong is told at the field, and what was written stays there. */
  const send = (): void => {
    deliver().catch(() => {
      form.querySelector('button')?.toggleAttribute('disabled', false);
      fault.textContent = form.dataset['fault'] ?? '';
    });
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  for (const time of page.querySelectorAll('time')) time.textContent = readable(time.dateTime);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void ask();
  });
  setInterval(() => {
    if (document.visibilityState === 'visible') void ask();
  }, EVERY_MS);
}

function make(tag: string, look: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = look;
  made.textContent = text;
  return made;
}

/** In the reader's own time zone. */
function readable(at: string): string {
  return new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
}
