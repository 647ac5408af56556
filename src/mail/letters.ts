/**
 * What is written to people, in their language: for each kind a subject, a plain text, and the same with a button.
 * Pure.
 */
import type { publicTexts } from '#catalogue/public.ts';
import type { Letter, MailKind, News } from '#domain/identity/mail.ts';

/** Texts in a language, as the catalogue gives them. */
export type LetterWords = ReturnType<typeof publicTexts>;

/** Kind -> whether its mail leads somewhere: then it says how, and has a button. */
const LEADS = {
  invitation: 'invitation',
  reset: 'reset',
  password_changed: null,
} as const satisfies Record<MailKind, MailKind | null>;

/** Writes it. */
export function writeLetter(workspace: string, { kind, firstName, link }: News, { lang, say }: LetterWords): Letter {
  const subject = say(`mail.${kind}.subject`, { workspace });
  const end = say(`mail.${kind}.end`);
  const leads = LEADS[kind];
  const name = firstName.trim();
  const greeting = name === '' ? say('mail.hello') : say('mail.helloName', { name });
  const works = link === null ? null : say('mail.works', { until: untilOf(link.expiresAt, lang) });
  const lines = [say(`mail.${kind}.why`, { workspace }), ...(leads === null ? [] : [say(`mail.${leads}.how`)])];
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
    ...(link === null || leads === null
      ? []
      : [buttonOf(link.url, say(`mail.${leads}.button`)), paragraph(works ?? '')]),
    paragraph(end),
    paragraph(workspace),
  ];
  return { subject: oneLine(subject), text: text.join('\n'), html: page(subject, html.join('\n'), lang) };
}

/** What a test mail says. */
export function writeTestLetter(workspace: string, { lang, say }: LetterWords): Letter {
  const subject = say('mail.test.subject', { workspace });
  const text = say('mail.test.text', { workspace });
  return { subject: oneLine(subject), text: `${text}\n`, html: page(subject, paragraph(text), lang) };
}

/** The day as the language writes it, and the time to the minute, in UTC. */
function untilOf(at: Date, lang: string): string {
  return new Intl.DateTimeFormat(lang, {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(at);
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

function page(title: string, content: string, lang: string): string {
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:480px">
${content}
</div></body></html>
`;
}
