import { expect, test } from 'vitest';
import { wholeCsv } from '../../../web/src/features/ledger/csv.ts';

test('pages of a ledger become one file with one header', async () => {
  const pages: Record<string, Response> = {
    '/v1/ledger?limit=1000&account=main&kind=fill': new Response('time,kind\r\nb,fill\r\n', {
      headers: { link: '</v1/ledger?account=main&cursor=abc>; rel="next"' },
    }),
    '/v1/ledger?account=main&cursor=abc': new Response('time,kind\r\na,fill\r\n'),
  };
  const asked: string[] = [];
  const csv = await wholeCsv({ account: 'main', kind: 'fill' }, async (path) => {
    asked.push(path);
    const page = pages[path];
    if (!page) throw new Error(`nobody should ask for ${path}`);
    return page;
  });
  expect(csv).toBe('time,kind\r\nb,fill\r\na,fill\r\n');
  expect(asked).toEqual(Object.keys(pages));
});
