/** Buttons: one that leads, plain ones, quiet ones, and the one that ends something. */
import type { ComponentProps, ReactElement } from 'react';

export type Look = 'lead' | 'plain' | 'quiet' | 'end';
export type Size = 'small' | 'medium' | 'large';

const LOOKS: Readonly<Record<Look, string>> = {
  lead: 'border-transparent bg-accent text-on-accent enabled:hover:bg-accent-strong font-medium',
  plain: 'border-line bg-surface text-ink enabled:hover:border-edge enabled:hover:bg-sunken',
  quiet: 'border-transparent text-ink enabled:hover:bg-sunken',
  end: 'border-transparent bg-danger text-on-danger enabled:hover:bg-danger-strong font-medium',
};
const SIZES: Readonly<Record<Size, string>> = {
  small: 'min-h-8 px-2.5 gap-1.5 text-sm rounded-lg',
  medium: 'min-h-9 px-3.5 gap-2 rounded-lg',
  large: 'min-h-11 px-5 gap-2.5 rounded-xl text-base',
};
const BASE =
  'inline-flex shrink-0 items-center justify-center border whitespace-nowrap transition-colors select-none disabled:opacity-55 [&_svg]:size-[1.15em] [&_svg]:shrink-0';

/** The classes, for links that look like buttons. */
export function buttonClass(look: Look = 'plain', size: Size = 'medium'): string {
  return `${BASE} ${LOOKS[look]} ${SIZES[size]}`;
}

/** A button. */
export function Button({
  look = 'plain',
  size = 'medium',
  className = '',
  ...rest
}: ComponentProps<'button'> & { readonly look?: Look; readonly size?: Size }): ReactElement {
  return <button type="button" className={`${buttonClass(look, size)} ${className}`} {...rest} />;
}
