import type { CandlePorts } from '../../shared/application/ports.ts';
import { readCandles } from '../../shared/application/read-candles.ts';
import { candlesCsv, presentCandles } from '../../shared/contract/present/candles.ts';
import { type Route, route } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { CSV_TYPE, nextLink, wantsCsv } from './csv.ts';

/** Candles, their indicators, and how to get more of them. */
export const candleRoutes = (ports: CandlePorts): Route[] => [
  route('listCandles', async ({ now, query, event }) => {
    const indicators = query.indicators ?? [];
    const page = unwrap(await readCandles(ports, { ...query, indicators, now }));
    if (page.corrupt.length > 0)
      ports.report('corrupt_days', { symbol: query.symbol, days: page.corrupt.map((day) => new Date(day)) });
    const body = presentCandles(query.symbol, query.interval, page);
    if (!wantsCsv(event)) return { body };
    const next = body.next === null ? undefined : { from: body.next };
    return {
      body,
      text: candlesCsv(body),
      headers: { ...CSV_TYPE, ...nextLink(event, '/v1/candles', next) },
    };
  }),
];
