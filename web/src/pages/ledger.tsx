import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { FillEntryView } from '../api.ts';
import type { Desk } from '../desk.ts';
import { CsvButton } from '../features/ledger/csv-button.tsx';
import { kindWords } from '../features/ledger/entry-words.ts';
import { ALL, filterOf, isFiltered } from '../features/ledger/filter.ts';
import { Filters } from '../features/ledger/filters.tsx';
import { LedgerList, LedgerTable } from '../features/ledger/lines.tsx';
import { useLedger } from '../features/ledger/use-ledger.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, SkeletonRows } from '../ui/panel.tsx';
import { useIsDesktop } from '../ui/use-media.ts';

const FillDialog = lazy(() => import('./fill-dialog.tsx'));
const AuditDialog = lazy(() => import('../features/ledger/audit-dialog.tsx'));

const EMPTY = 'The book is empty: deposits, withdrawals and every fill will stand here.';

/** The book of an account, line by line. */
export default function Ledger({ desk }: { desk: Desk }): ReactNode {
  const { chosen, chosenId } = desk.accounts;
  const isDesktop = useIsDesktop();
  const [choice, setChoice] = useState(ALL);
  const [fill, setFill] = useState<FillEntryView>();
  const [audits, setAudits] = useState(false);
  const filter = filterOf(chosenId, choice, desk.now);
  const ledger = useLedger(filter);
  const entries = ledger.data;
  const Lines = isDesktop ? LedgerTable : LedgerList;
  return (
    <section
      aria-label="Ledger"
      className="mx-auto flex w-full max-w-7xl flex-col gap-3 lg:h-full lg:min-h-0"
    >
      <h2 className="sr-only">Ledger</h2>
      <Filters
        choice={choice}
        symbols={desk.overview?.prices.map(({ symbol }) => symbol) ?? []}
        onChange={setChoice}
      >
        <Button onClick={() => setAudits(true)}>
          <Icon name="check" /> Audit
        </Button>
        <CsvButton filter={filter} account={chosenId} />
      </Filters>
      <div className="@container min-h-0 lg:overflow-auto lg:rounded-md lg:border lg:border-line lg:bg-surface">
        {!entries && !ledger.isError && <SkeletonRows rows={8} />}
        {!entries && ledger.isError && (
          <Empty>The ledger could not be read. It is kept; this page keeps trying.</Empty>
        )}
        {entries?.length === 0 && (
          <Empty>{isFiltered(choice) ? 'No line is like this. Choose other filters.' : EMPTY}</Empty>
        )}
        {entries && entries.length > 0 && (
          <Lines entries={entries} placesOf={desk.placesOf} onFill={setFill} />
        )}
        {ledger.hasNextPage && (
          <div className="grid justify-center p-3">
            <Button disabled={ledger.isFetchingNextPage} onClick={() => void ledger.fetchNextPage()}>
              {ledger.isFetchingNextPage ? 'Loading…' : 'Load more'}
            </Button>
          </div>
        )}
      </div>
      <Suspense>
        {fill && (
          <FillDialog
            entry={fill}
            title={`${kindWords(fill)} ${fill.symbol}`}
            places={desk.placesOf(fill.symbol)}
            onClose={() => setFill(undefined)}
          />
        )}
        {audits && (
          <AuditDialog account={chosenId} name={chosen?.name ?? chosenId} onClose={() => setAudits(false)} />
        )}
      </Suspense>
    </section>
  );
}
