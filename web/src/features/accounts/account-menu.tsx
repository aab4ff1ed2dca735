import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { AccountView } from '../../api.ts';
import { formatMoney } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useIsDesktop } from '../../ui/use-media.ts';

interface Props {
  readonly accounts: readonly AccountView[];
  readonly chosen: AccountView;
  readonly onChoose: (id: string) => void;
  readonly onNew: () => void;
}

const Choices = ({ accounts, chosen, onChoose, onNew }: Props): ReactNode => (
  <div className="grid gap-1">
    <ul className="grid max-h-80 gap-0.5 overflow-auto">
      {accounts.map((account) => (
        <li key={account.id}>
          <button
            type="button"
            aria-pressed={account.id === chosen.id}
            onClick={() => onChoose(account.id)}
            className="grid w-full grid-cols-[18px_minmax(0,1fr)_auto] items-center gap-2 rounded px-2 py-1.5 text-left hover:bg-raised max-lg:py-3"
          >
            <span className="text-gold">{account.id === chosen.id && <Icon name="check" />}</span>
            <span className="truncate font-medium">{account.name}</span>
            <span className="text-muted text-table tabular-nums">{formatMoney(account.cash)} free</span>
          </button>
        </li>
      ))}
    </ul>
    <Button kind="plain" className="justify-start! border-line border-t px-2!" onClick={onNew}>
      <Icon name="plus" /> New account
    </Button>
  </div>
);

/** Closes what is open as soon as one looks elsewhere. */
const useDismiss = (isOpen: boolean, close: () => void) => {
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) close();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      close();
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen, close]);
  return { frame, button };
};

/** Which account this page is about; beneath it the others, and a new one. A sheet on a phone. */
export const AccountMenu = (props: Props): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const isDesktop = useIsDesktop();
  const [close] = useState(() => () => setOpen(false));
  const { frame, button } = useDismiss(isOpen && isDesktop, close);
  const listId = useId();
  const choices = (
    <Choices
      {...props}
      onChoose={(id) => {
        setOpen(false);
        button.current?.focus();
        props.onChoose(id);
      }}
      onNew={() => {
        setOpen(false);
        props.onNew();
      }}
    />
  );
  return (
    <div ref={frame} className="relative min-w-0">
      <button
        ref={button}
        type="button"
        aria-label={`Account: ${props.chosen.name}`}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1.5 flex h-7 max-w-48 items-center gap-0.5 rounded px-1.5 font-semibold transition-colors duration-150 hover:bg-raised max-lg:h-10 max-lg:max-w-32"
      >
        <span className="truncate">{props.chosen.name}</span>
        <span className="shrink-0 text-muted">
          <Icon name="chevron" />
        </span>
      </button>
      {isOpen && isDesktop && (
        <div
          id={listId}
          className="absolute top-full left-0 z-30 mt-1.5 w-80 animate-appear rounded-md border border-line bg-surface p-1.5 shadow-[0_12px_32px_rgb(0_0_0/0.35)]"
        >
          {choices}
        </div>
      )}
      {isOpen && !isDesktop && (
        <Dialog title="Account" onClose={close}>
          <div className="-m-2">{choices}</div>
        </Dialog>
      )}
    </div>
  );
};
