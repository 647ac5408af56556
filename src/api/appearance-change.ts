/** What may be asked of the look of a workspace's pages: the same words and refusals in our API and at the console. */
import type { Appearance, AppearanceChange, AppearanceStore } from '#domain/directory/appearance.ts';
import { LOGO_TYPES, MAX_LOGO_BYTES, MAX_SHOWN_NAME } from '#domain/directory/appearance.ts';
import { readColor } from '#domain/directory/colors.ts';
import type { LogoFault } from '#domain/directory/image.ts';
import { LOGO_FAULTS, readLogo } from '#domain/directory/image.ts';
import { withoutMetadata } from '#domain/directory/image-metadata.ts';
import type { Upload, Violation } from '#http/surface.ts';

/** What is taken as a logo. SVG comes this far, so that the refusal can say why. */
export const LOGO_UPLOAD: Upload = { mediaTypes: [...LOGO_TYPES, 'image/svg+xml'], largest: MAX_LOGO_BYTES };

/** The change that a body asks for, or what is wrong with it. */
export function readAppearanceChange({ name, color }: { readonly name?: unknown; readonly color?: unknown }): {
  readonly change: AppearanceChange;
  readonly errors: readonly Violation[];
} {
  const errors: Violation[] = [];
  const change: { name?: string | null; color?: string | null } = {};
  if (name === null) change.name = null;
  else if (name !== undefined) {
    const text = typeof name === 'string' ? name.trim() : '';
    if (text === '' || text.length > MAX_SHOWN_NAME)
      errors.push({ pointer: '/name', detail: `must have 1 to ${MAX_SHOWN_NAME} characters` });
    else change.name = text;
  }
  if (color === null) change.color = null;
  else if (color !== undefined) {
    const read = typeof color === 'string' ? readColor(color.trim()) : null;
    if (read === null) errors.push({ pointer: '/color', detail: 'must be # and six hexadecimal digits' });
    else change.color = read;
  }
  return { change, errors };
}

/** Keeps the file as the logo, unless it is none. */
export async function putLogo(
  store: Pick<AppearanceStore, 'putLogo'>,
  workspaceId: number,
  file: Uint8Array,
): Promise<Appearance | { readonly fault: LogoFault; readonly detail: string }> {
  const image = readLogo(file);
  if (typeof image === 'string') return { fault: image, detail: LOGO_FAULTS[image] };
  return store.putLogo(workspaceId, image, withoutMetadata(file, image.mediaType));
}
