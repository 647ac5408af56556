/** The mail server and what was mailed, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { MailServerForm, MailSettingsView, MailsView, MailTestView } from '#realtime/agent/mail-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** The mail server. */
export const mailServerQuery = queryOptions({
  queryKey: ['mail server'],
  queryFn: async () => getJson<MailSettingsView>('/app/mail/server.json'),
});

/** What was mailed: the newest, or those before an id. */
export async function readMails(before: number | null): Promise<MailsView> {
  return getJson<MailsView>(`/app/mail/sent.json${before === null ? '' : `?before=${before}`}`);
}

/** Sets it; throws with what is wrong with each field. */
export async function putMailServer(form: MailServerForm): Promise<MailSettingsView> {
  return sendJson<MailSettingsView>('PATCH', '/app/mail/server.json', form);
}

/** Removes it: links are handed on by hand then. */
export async function removeMailServer(): Promise<MailSettingsView> {
  return sendJson<MailSettingsView>('DELETE', '/app/mail/server.json');
}

/** Sends a test mail; takes some seconds. */
export async function testMail(to: string): Promise<MailTestView> {
  return sendJson<MailTestView>('POST', '/app/mail/test.json', { to });
}
