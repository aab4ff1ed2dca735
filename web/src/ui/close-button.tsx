import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';

interface Props {
  /** What it closes, for those who do not see it. */
  readonly label: string;
  readonly onClose: () => void;
  readonly className?: string;
}

/** The small cross that closes a panel, a line or a notice. */
export const CloseButton = ({ label, onClose, className = '' }: Props): ReactNode => (
  <Button kind="plain" size="small" className={className} aria-label={label} onClick={onClose}>
    <Icon name="close" />
  </Button>
);
