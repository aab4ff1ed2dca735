import { Logger } from '@aws-lambda-powertools/logger';
import { bookPorts, writes } from '../../shared/adapters/runtime.ts';
import { streamPorts } from '../../shared/adapters/stream-runtime.ts';
import { receive } from './receive.ts';

/** $default: everything that clients send. */
export const handler = receive(
  { stream: streamPorts(), books: bookPorts(), limiter: writes() },
  new Logger({ serviceName: 'ws-message' }),
);
