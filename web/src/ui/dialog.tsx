import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** For a table. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** In the middle of a desk, a sheet from the bottom on a phone. The browser's own dialog keeps the focus inside. */
export const Dialog = ({ title, onClose, wide = false, children }: Props): ReactNode => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
      className={`fixed inset-0 m-auto max-h-[92dvh] w-full ${wide ? 'max-w-2xl' : 'max-w-sm'} animate-rise overflow-y-auto rounded-md border border-line bg-surface p-0 text-text max-lg:mb-0 max-lg:max-w-none max-lg:rounded-b-none max-lg:pb-[env(safe-area-inset-bottom)]`}
    >
      <header className="sticky top-0 z-10 flex h-11 items-center justify-between border-line border-b bg-surface pr-1.5 pl-4">
        <h2 id={titleId} className="font-semibold">
          {title}
        </h2>
        <Button kind="plain" aria-label="Close this window" onClick={onClose}>
          <Icon name="close" />
        </Button>
      </header>
      <div className="p-4 text-body">{children}</div>
    </dialog>,
    document.body,
  );
};
