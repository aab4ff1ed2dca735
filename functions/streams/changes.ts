import { Logger } from '@aws-lambda-powertools/logger';
import { publishPorts, readChange } from '../../shared/adapters/runtime/changes.ts';
import { marketNewsPorts } from '../../shared/adapters/runtime/stream.ts';
import { consume } from './consume.ts';
import { answerer } from './questions.ts';

/** The streams of the tables market, trades and users. */
export const handler = consume({
  ports: publishPorts(),
  settings: marketNewsPorts().settings,
  answerer: () => answerer(marketNewsPorts(), Date.now),
  readChange: readChange(),
  logger: new Logger({ serviceName: 'changes' }),
});
