import type { Operation } from '../operation.ts';
import { overviewSchema } from '../schemas/status.ts';

export const overviewOperations = [
  {
    id: 'getOverview',
    method: 'GET',
    path: '/v1/overview',
    group: 'trades',
    auth: 'bearer',
    scope: 'read',
    summary:
      'In one answer what a dashboard polls: prices, fee rates, active trades, the newest closed ones, feeds',
    status: 200,
    response: overviewSchema,
    errors: [],
  },
] as const satisfies readonly Operation[];
