import type { ButtonHTMLAttributes, ReactNode } from 'react';

const KINDS = {
  primary: 'bg-accent text-on-accent font-semibold hover:brightness-110',
  quiet: 'border border-line bg-raised text-text hover:border-muted',
  plain: 'text-muted hover:bg-raised hover:text-text',
  danger: 'border border-down/50 bg-down/12 text-down font-medium hover:bg-down/20',
} as const;

const SIZES = {
  small: 'h-6 px-2 text-table rounded',
  normal: 'h-8 px-3 text-body rounded-md max-lg:h-11 max-lg:px-4',
  large: 'min-h-10 py-2 px-3 text-body rounded-md max-lg:min-h-12',
} as const;

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: keyof typeof KINDS;
  readonly size?: keyof typeof SIZES;
}

export const Button = ({
  kind = 'quiet',
  size = 'normal',
  className = '',
  type = 'button',
  ...rest
}: Props): ReactNode => (
  <button
    type={type}
    className={`inline-flex items-center justify-center gap-1.5 transition-colors duration-150 ease-out disabled:cursor-not-allowed disabled:opacity-50 ${KINDS[kind]} ${SIZES[size]} ${className}`}
    {...rest}
  />
);
