/**
 * Which bodies the server takes: JSON, and files where a route takes one. Anything else is an unsupported media type.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readJson } from './body.ts';
import { HttpFault } from './fault.ts';
import type { Upload } from './surface.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:$|;)/i;
const FILE_TYPE = /^((?:audio|image)\/|(?:application\/ogg|text\/(?:markdown|csv|html))(?:$|;))/i;

/** Files that one route takes at a time, from the first byte to the answer: each lies in memory meanwhile. */
const MAX_UPLOADS = 8;

/** Seconds after which one that was too many may come again. */
const RETRY_AFTER = '5';

/** The options of a route that takes a file; none for any other. */
export function uploadOptions(upload: Upload | undefined): object {
  if (upload === undefined) return {};
  let uploads = 0;
  const preParsing = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (uploads >= MAX_UPLOADS) throw new HttpFault('rate_limited', { 'retry-after': RETRY_AFTER });
    uploads += 1;
    reply.raw.once('close', () => {
      uploads -= 1;
    });
  };
  return { bodyLimit: upload.largest, preParsing };
}

/** Makes the server take these and no others. */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    if (uploadAt(request) !== undefined) throw new HttpFault('unsupported_media_type');
    return readJson(body);
  });
  app.addContentTypeParser(FILE_TYPE, { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    const [mediaType = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
    const taken = uploadAt(request)?.mediaTypes ?? [];
    // Source of `Accept` in an answer: RFC 9110 section 15.5.16.
    if (!taken.includes(mediaType.trim()))
      throw new HttpFault('unsupported_media_type', taken.length === 0 ? {} : { accept: taken.join(', ') });
    return body;
  });
}

function uploadAt({ routeOptions }: FastifyRequest): Upload | undefined {
  return routeOptions.config.upload;
}
