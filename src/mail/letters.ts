/** What is written to people: for each kind a subject, a plain text, and the same with a button. Pure. */
import type { Letter, MailKind, News } from '#domain/identity/mail.ts';

type Words = {
  readonly subject: string;
  readonly lines: readonly string[];
  /** What the button says; null where there is nothing to open. */
  readonly button: string | null;
  readonly end: string;
};

/** Kind -> its words, for the workspace of that name. */
const WORDS: Readonly<Record<MailKind, (workspace: string) => Words>> = {
  invitation: (workspace) => ({
    subject: `Join ${workspace}`,
    lines: [
      `You were invited to take calls for ${workspace}.`,
      'Open the link, choose a password, and you are signed in.',
    ],
    button: 'Join',
    end: 'If you did not expect this, you can ignore it.',
  }),
  reset: (workspace) => ({
    subject: `Choose a new password for ${workspace}`,
    lines: [
      `Someone asked for a new password for your account at ${workspace}.`,
      'Open the link and choose one. Until then the old one works.',
    ],
    button: 'Choose a password',
    end: 'If that was not you, ignore this: nothing has changed.',
  }),
  password_changed: (workspace) => ({
    subject: `Your password at ${workspace} was changed`,
    lines: [`The password of your account at ${workspace} was just changed.`],
    button: null,
    end: 'If that was not you, tell an administrator of your workspace at once: they can lock the account.',
  }),
};

/** Writes it. */
export function writeLetter(workspace: string, { kind, firstName, link }: News): Letter {
  const { subject, lines, button, end } = WORDS[kind](workspace);
  const greeting = firstName.trim() === '' ? 'Hello,' : `Hello ${firstName.trim()},`;
  const works = link === null ? null : `The link works once, until ${untilOf(link.expiresAt)}.`;
  const text = [
    greeting,
    '',
    ...lines,
    ...(link === null ? [] : ['', link.url, '', works]),
    '',
    end,
    '',
    workspace,
    '',
  ];
  const html = [
    paragraph(greeting),
    ...lines.map(paragraph),
    ...(link === null || button === null ? [] : [buttonOf(link.url, button), paragraph(works ?? '')]),
    paragraph(end),
    paragraph(workspace),
  ];
  return { subject: oneLine(subject), text: text.join('\n'), html: page(subject, html.join('\n')) };
}

/** What a test mail says. */
export function writeTestLetter(workspace: string): Letter {
  const subject = `Test mail of ${workspace}`;
  const text = `Mail of ${workspace} arrives.`;
  return { subject: oneLine(subject), text: `${text}\n`, html: page(subject, paragraph(text)) };
}

/** To the minute. */
function untilOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A header is one line, whatever the workspace is called. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (each) => ESCAPES[each] ?? each);

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${escaped(text)}</p>`;
}

function buttonOf(url: string, word: string): string {
  return `<p style="margin:0 0 16px"><a href="${escaped(url)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#0b6b5d;color:#ffffff;text-decoration:none">${escaped(word)}</a></p>
<p style="margin:0 0 16px;font-size:13px">${escaped(url)}</p>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:480px">
${content}
</div></body></html>
`;
}
