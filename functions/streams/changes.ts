import { Logger } from '@aws-lambda-powertools/logger';
import { requestPorts } from '../../shared/adapters/runtime.ts';
import { publishPorts, readChange } from '../../shared/adapters/stream-runtime.ts';
import { consume } from './consume.ts';
import { answerer } from './questions.ts';

/** The streams of the tables market, trades and users. */
export const handler = consume({
  ports: publishPorts(),
  settings: requestPorts().settings,
  answerer: () => answerer(requestPorts()),
  readChange: readChange(),
  logger: new Logger({ serviceName: 'changes' }),
});
