/** Who writes calls down, for administrators at the console: `/app/transcripts.json`, stored as by `/v1/workspace`. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import type { TranscriptChoice } from '#domain/directory/transcript-choice.ts';
import { TRANSCRIPT_CHOICES } from '#domain/directory/transcript-choice.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { fieldsOf } from '#api/kit.ts';
import type { SignIns } from './sign-in.ts';
import type { TranscriptsView } from './transcripts-protocol.ts';

export type TranscriptsApiParts = {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'changeWorkspace'>;
  readonly transcribers: Omit<TranscriptsView, 'choice'>;
  readonly signIns: Pick<SignIns, 'read'>;
  publicUrl(): string;
};

/** Method -> who may. */
const MAY = { GET: ['admin'], PATCH: ['admin'] } as const satisfies Record<'GET' | 'PATCH', readonly Role[]>;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators decide who writes calls down.'],
  malformed: [400, `The choice must be ${TRANSCRIPT_CHOICES.join(', or ')}.`],
  nowhere: [422, 'This server sends sound nowhere: its operator named no server.'],
} as const;
type Fault = keyof typeof FAULTS;

/** Adds the routes. */
export function addTranscriptsApi(server: FastifyInstance, parts: TranscriptsApiParts): void {
  const { engine, administration, transcribers, signIns, publicUrl } = parts;
  const viewOf = (choice: TranscriptChoice): TranscriptsView => ({ choice, ...transcribers });
  const serve = (
    method: keyof typeof MAY,
    answer: (workspaceId: number, body: unknown) => Promise<TranscriptsView | Fault>,
  ): void => {
    server.route({
      method,
      url: '/app/transcripts.json',
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!(MAY[method] as readonly Role[]).includes(found.me.role)) return refuse(reply, 'not_yours');
        const answered = await answer(found.me.workspaceId, request.body);
        if (typeof answered === 'string') return refuse(reply, answered);
        return reply.header('cache-control', 'no-store').send(answered);
      },
    });
  };

  serve('GET', async (workspaceId) => viewOf((await engine.directory.load(workspaceId)).workspace.transcripts));

  serve('PATCH', async (workspaceId, body) => {
    const choice = TRANSCRIPT_CHOICES.find((each) => each === fieldsOf(body)['choice']);
    if (choice === undefined) return 'malformed';
    if (choice === 'elsewhere' && transcribers.host === null) return 'nowhere';
    return viewOf((await administration.changeWorkspace(workspaceId, { transcripts: choice })).transcripts);
  });
}

async function refuse(reply: FastifyReply, fault: Fault): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}
