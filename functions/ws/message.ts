import { Logger } from '@aws-lambda-powertools/logger';
import { messagePorts } from '../../shared/adapters/runtime/messages.ts';
import { streamPorts } from '../../shared/adapters/runtime/stream.ts';
import { writes } from '../../shared/adapters/runtime/writes.ts';
import { receive } from './receive.ts';

/** $default: everything that clients send. */
export const handler = receive(
  { stream: streamPorts(), books: messagePorts(), limiter: writes() },
  new Logger({ serviceName: 'ws-message' }),
);
