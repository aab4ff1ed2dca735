import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { Watchlists } from './use-watchlists.ts';

interface Props {
  readonly watchlists: Watchlists;
  /** Undefined: all coins. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** All coins, or one of the watchlists; and the ways to a new one, or to one less. */
export const ListTabs = ({ watchlists, chosen, onChoose }: Props): ReactNode => {
  const [action, setAction] = useState<'new' | 'delete'>();
  const list = watchlists.lists.find(({ id }) => id === chosen);
  return (
    <>
      <fieldset aria-label="Which coins" className="flex min-w-0 gap-4 overflow-x-auto">
        {[{ id: undefined, name: 'All', symbols: undefined }, ...watchlists.lists].map(
          ({ id, name, symbols }) => (
            <button
              key={id ?? 'all'}
              type="button"
              aria-pressed={id === chosen}
              onClick={() => onChoose(id)}
              className="h-9 shrink-0 border-transparent border-b-2 text-muted text-table hover:text-text aria-pressed:border-gold aria-pressed:font-semibold aria-pressed:text-text max-lg:h-11 max-lg:text-body"
            >
              {name}
              {symbols && (
                <span className="ml-1.5 font-normal text-label text-muted tabular-nums">
                  {symbols.length}
                </span>
              )}
            </button>
          ),
        )}
      </fieldset>
      <span className="flex shrink-0">
        <Button
          kind="plain"
          size="small"
          aria-label="New watchlist"
          title="New watchlist"
          onClick={() => setAction('new')}
        >
          <Icon name="plus" />
        </Button>
        {list && (
          <Button kind="plain" size="small" onClick={() => setAction('delete')}>
            Delete
          </Button>
        )}
      </span>
      {action === 'new' && (
        <NewList
          onDone={() => setAction(undefined)}
          onName={(name) => {
            watchlists.create(name);
            setAction(undefined);
          }}
        />
      )}
      {action === 'delete' && list && (
        <Dialog title={`Delete ${list.name}`} onClose={() => setAction(undefined)}>
          <div className="grid gap-3">
            <p className="text-muted">
              Its {list.symbols.length} symbols are watched no more by this list. Trades are not affected.
            </p>
            <Button
              kind="danger"
              size="large"
              onClick={() => {
                watchlists.remove(list.id);
                onChoose(undefined);
                setAction(undefined);
              }}
            >
              Delete the list {list.name}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
};

const NewList = ({ onDone, onName }: { onDone: () => void; onName: (name: string) => void }): ReactNode => {
  const [name, setName] = useState('');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') onName(name.trim());
  };
  return (
    <Dialog title="New watchlist" onClose={onDone}>
      <form className="grid gap-3" onSubmit={send}>
        <Field label="Name" value={name} onChange={setName} />
        <Button type="submit" kind="primary" size="large" disabled={name.trim() === ''}>
          Make the list
        </Button>
      </form>
    </Dialog>
  );
};
