/** What the APIs say of kept calls: the members that mean the same in every version. */

/** Asks a path with the token; answers the status and the body. */
export type AskPath = (path: string) => Promise<{ readonly status: number; readonly text: string }>;

const TIMES = ['created_at', 'scheduled_at', 'assigned_at', 'connected_at', 'ends_at'];

/**
 * Path, and what of its answer is compared; a text is compared whole. Uids of the demo's people are not: a later
 * version changed them.
 */
const OF_CALL: readonly (readonly [string, readonly string[] | 'text'])[] = [
  ['/apps/api/v1/calls/:id', ['id', 'lang', 'call_type', 'status', ...TIMES, 'disconnected_by', 'fail_reason']],
  ['/calls/:id', ['id', 'conversation_id', 'admin_id', 'state', 'direction', 'phone', 'initiated_at']],
  ['/calls/:id/transcript', 'text'],
  ['/v3/communication/voice_calls/:uid', ['created_at', 'status', 'direction', 'from_number', 'to_number']],
  ['/v1/calls/:id', ['id', 'uid', 'state', 'origin', 'direction', 'conversation_id', 'contact_number']],
];

/** By path with the call's id, what each API says of it. */
export type KeptViews = Readonly<Record<string, unknown>>;

/** Asks of calls 1 to `last`, and of the Fin reference that was registered. */
export async function readKeptViews(ask: AskPath, last: number): Promise<KeptViews> {
  const views: Record<string, unknown> = {};
  for (let id = 1; id <= last; id += 1) {
    const { uid } = JSON.parse((await ask(`/v1/calls/${id}`)).text) as { readonly uid: string };
    for (const [path, members] of OF_CALL)
      views[path.replace(':id', String(id)).replace(':uid', uid)] = await view(ask, path, members, String(id), uid);
  }
  views['/fin_voice/external_id/kept-1'] = await view(ask, '/fin_voice/external_id/kept-1', [
    'user_phone_number',
    'status',
    'external_call_id',
  ]);
  return views;
}

async function view(
  ask: AskPath,
  path: string,
  members: readonly string[] | 'text',
  id = '',
  uid = '',
): Promise<unknown> {
  const { status, text } = await ask(path.replace(':id', id).replace(':uid', uid));
  if (status !== 200) return { status };
  if (members === 'text') return { status, text };
  // vcita wraps what it answers.
  const body = JSON.parse(text) as { readonly data?: { readonly voice_call?: object } } & Record<string, unknown>;
  const record = (body.data?.voice_call ?? body.data ?? body) as Record<string, unknown>;
  return { status, ...Object.fromEntries(members.map((member) => [member, record[member] ?? null])) };
}
