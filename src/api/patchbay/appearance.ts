/** How the caller page and the Messenger page of the workspace look. */
import { Type } from 'typebox';
import type { Appearance } from '#domain/directory/appearance.ts';
import {
  LOGO_TYPES,
  MAX_LOGO_BYTES,
  MAX_LOGO_SIDE,
  MAX_SHOWN_NAME,
  MIN_LOGO_SIDE,
} from '#domain/directory/appearance.ts';
import { SCHEMES, shadesOf } from '#domain/directory/colors.ts';
import type { Route } from '#http/surface.ts';
import { LOGO_UPLOAD, putLogo, readAppearanceChange } from '../appearance-change.ts';
import { change, orNull } from '../shapes.ts';
import type { Desk } from './operation.ts';
import { deleted, DELETED, operation } from './operation.ts';

const color = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', examples: ['#0b57b0'] });
const name = Type.String({ minLength: 1, maxLength: MAX_SHOWN_NAME, examples: ['Acme Support'] });
const shades = Type.Object(
  { accent: color, on_accent: color, adapted: Type.Boolean() },
  { description: '`adapted`: the color was made darker or lighter, so that text in it has the contrast of WCAG AA.' },
);
const AppearanceObject = Type.Object(
  {
    name: orNull({ ...name, description: 'Null: the name of the workspace.' }),
    color: orNull({ ...color, description: 'Null: the color that the pages come with.' }),
    logo: orNull(
      Type.Object({
        media_type: Type.Enum([...LOGO_TYPES]),
        width: Type.Integer({ minimum: MIN_LOGO_SIDE, maximum: MAX_LOGO_SIDE }),
        height: Type.Integer({ minimum: MIN_LOGO_SIDE, maximum: MAX_LOGO_SIDE }),
      }),
    ),
    shown: orNull(
      Type.Object(
        { light: shades, dark: shades },
        { description: 'The color as the pages show it, in both schemes; null without one.' },
      ),
    ),
  },
  { title: 'Appearance' },
);
const AppearanceChangeObject = change({ name: orNull(name), color: orNull(color) }, 'AppearanceChange');

/** The routes of the pages' look. */
export function appearanceRoutes(desk: Desk): Route[] {
  const { appearances, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/appearance',
      operationId: 'showAppearance',
      summary: 'Get how the pages of callers look',
      tag: 'Appearance',
      answers: { 200: AppearanceObject },
      handle: async ({ workspaceId }) => ({ status: 200, body: writeAppearance(await appearances.of(workspaceId)) }),
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/appearance',
      operationId: 'updateAppearance',
      summary: 'Set name and color of the pages of callers',
      description:
        'The caller page and the Messenger page have it from now on. A color that text could not be read in is shown darker on ' +
        'light pages and lighter on dark ones: see `shown`.',
      tag: 'Appearance',
      body: AppearanceChangeObject,
      answers: { 200: AppearanceObject },
      handle: async ({ workspaceId, body, requestId }) => {
        const { change: asked, errors } = readAppearanceChange(body);
        if (errors.length > 0) return problems('body_invalid', requestId, { errors });
        return { status: 200, body: writeAppearance(await appearances.change(workspaceId, asked)) };
      },
    }),
    {
      ...operation(desk, {
        method: 'PUT',
        path: '/v1/appearance/logo',
        operationId: 'putLogo',
        summary: 'Upload the logo',
        description: `The body is a PNG, JPEG or WebP image of ${MAX_LOGO_BYTES / 1024} KiB at most, ${MIN_LOGO_SIDE} to ${MAX_LOGO_SIDE} pixels wide and high; what it is, is read off its content. Exif, positions, texts and other metadata are taken out of it. SVG is refused, because it can hold scripts.`,
        tag: 'Appearance',
        answers: { 200: AppearanceObject },
        refusals: [413, 415, 422],
        handle: async ({ workspaceId, body, requestId }) => {
          if (!(body instanceof Uint8Array)) return problems('unsupported_media_type', requestId);
          const put = await putLogo(appearances, workspaceId, body);
          if ('fault' in put) return problems('logo_invalid', requestId, { detail: put.detail });
          return { status: 200, body: writeAppearance(put) };
        },
      }),
      upload: LOGO_UPLOAD,
    },
    operation(desk, {
      method: 'DELETE',
      path: '/v1/appearance/logo',
      operationId: 'deleteLogo',
      summary: 'Delete the logo',
      tag: 'Appearance',
      answers: DELETED,
      refusals: [404],
      handle: async (ask) => deleted(desk, ask, await appearances.removeLogo(ask.workspaceId)),
    }),
  ];
}

/** How the pages of callers look. */
export function writeAppearance({ name: shown, color: chosen, logo }: Appearance): object {
  return {
    name: shown,
    color: chosen,
    logo: logo === null ? null : { media_type: logo.mediaType, width: logo.width, height: logo.height },
    shown: chosen === null ? null : Object.fromEntries(SCHEMES.map((scheme) => [scheme, writeShades(chosen, scheme)])),
  };
}

function writeShades(chosen: string, scheme: (typeof SCHEMES)[number]): object {
  const { accent, onAccent, isAdapted } = shadesOf(chosen, scheme);
  return { accent, on_accent: onAccent, adapted: isAdapted };
}
