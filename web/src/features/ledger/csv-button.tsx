import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type LedgerFilter, ledgerCsv } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { wholeCsv } from './csv.ts';
import { saveAs } from './save-as.ts';

/** All lines that the filters let through, as a file for a spreadsheet. */
export const CsvButton = ({ filter, account }: { filter: LedgerFilter; account: string }): ReactNode => {
  const download = useMutation({
    mutationFn: () => wholeCsv(filter, ledgerCsv),
    onSuccess: (csv) => saveAs(`paperwick-${account}-ledger.csv`, csv),
  });
  return (
    <Button disabled={download.isPending} onClick={() => download.mutate()}>
      <Icon name="download" />
      <span aria-live="polite">
        {download.isPending ? 'Reading…' : download.isError ? 'Not read: try again' : 'CSV'}
      </span>
    </Button>
  );
};
