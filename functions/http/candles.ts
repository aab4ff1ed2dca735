import { Logger } from '@aws-lambda-powertools/logger';
import { candlePorts } from '../../shared/adapters/runtime/candles.ts';
import { writes } from '../../shared/adapters/runtime/writes.ts';
import { defineHandler } from '../define-handler.ts';
import { candleRoutes } from './candle-routes.ts';

const logger = new Logger({ serviceName: 'paperwick-http' });
const report = (what: string, details: Readonly<Record<string, unknown>>) =>
  logger.warn(what, { ...details });

export const handler = defineHandler(candleRoutes({ ...candlePorts(), report }), { limiter: writes() });
