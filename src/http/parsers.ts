/** Which bodies the server takes: JSON, and files where a route takes one. Anything else is an unsupported media type. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readJson } from './body.ts';
import { HttpFault } from './fault.ts';
import type { Upload } from './surface.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:$|;)/i;
const FILE_TYPE = /^audio\//i;

/** The options of a route that takes a file; none for any other. */
export function uploadOptions(upload: Upload | undefined): object {
  return upload === undefined ? {} : { bodyLimit: upload.largest, config: { upload } };
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
    if (uploadAt(request)?.mediaTypes.includes(mediaType.trim()) !== true)
      throw new HttpFault('unsupported_media_type');
    return body;
  });
}

function uploadAt({ routeOptions }: FastifyRequest): Upload | undefined {
  // Only `uploadOptions` puts it there.
  return (routeOptions.config as { readonly upload?: Upload }).upload;
}
