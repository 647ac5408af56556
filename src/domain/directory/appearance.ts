/** How the pages of callers look: the caller page and the Messenger page of a workspace. */

/** The longest name, in characters. */
export const MAX_SHOWN_NAME = 80;

/** A logo without its bytes. Pixels; `hash`: SHA-256 of the bytes, in hexadecimal. */
export type Logo = {
  readonly mediaType: LogoType;
  readonly width: number;
  readonly height: number;
  readonly hash: string;
};

/** What a logo may be. SVG is refused: it can hold scripts and ask others for files. */
export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type LogoType = (typeof LOGO_TYPES)[number];

/** Bounds of a logo: bytes, and pixels of a side. */
export const MAX_LOGO_BYTES = 256 * 1024;
export const MIN_LOGO_SIDE = 16;
export const MAX_LOGO_SIDE = 2048;

/** How a workspace's pages look. */
export type Appearance = {
  /** Null: the name of the workspace. */
  readonly name: string | null;
  /** `#rrggbb`; null: the color that the pages come with. */
  readonly color: string | null;
  readonly logo: Logo | null;
};

/** As the pages come. */
export const PLAIN_APPEARANCE: Appearance = { name: null, color: null, logo: null };

/** A change; what is absent stays. */
export type AppearanceChange = Partial<Pick<Appearance, 'name' | 'color'>>;

/** Where it is kept. */
export type AppearanceStore = {
  of(workspaceId: number): Promise<Appearance>;
  change(workspaceId: number, change: AppearanceChange): Promise<Appearance>;
  /** Takes the place of the one that was there. */
  putLogo(workspaceId: number, logo: Omit<Logo, 'hash'>, image: Uint8Array): Promise<Appearance>;
  /** False: there was none. */
  removeLogo(workspaceId: number): Promise<boolean>;
  /** Null: there is none. */
  logo(workspaceId: number): Promise<{ readonly mediaType: LogoType; readonly image: Uint8Array } | null>;
};
