import { createHash } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import type { ConnectPorts } from '../application/stream/open-connection.ts';
import type { PublishPorts, StreamPorts } from '../application/stream/stream-ports.ts';
import type { Change } from '../ports/changes.ts';
import { connectionStore } from './dynamodb/connection-store.ts';
import { sleep } from './dynamodb/retry.ts';
import { changeOf } from './dynamodb/stream-changes.ts';
import { parseStreamRecord } from './dynamodb/stream-image.ts';
import { ticketStore } from './dynamodb/ticket-store.ts';
import { fanOut, lambdaClient } from './lambda/fan-out.ts';
import { environment, once, sharedClient, tableNames } from './runtime.ts';
import { managementClient, managementSockets } from './sockets/management-api.ts';

/** SHA-256, hex. */
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const connections = once(() => connectionStore(sharedClient(), environment().CONNECTIONS_TABLE));

/** The management API of our own stage; on one machine the SDK's own variable says where it is. */
const managementUrl = (): string =>
  process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI ?? environment().STREAM_URL.replace(/^ws/, 'http');

const sockets = once(() => managementSockets(managementClient(managementUrl()), sleep));

/** The composition root of what opens connections. */
export const connectPorts = once((): ConnectPorts => {
  const { CONNECTIONS_TABLE, USERS_TABLE } = environment();
  return {
    connections: connections(),
    tickets: ticketStore(sharedClient(), { connections: CONNECTIONS_TABLE, users: USERS_TABLE }),
    sockets: sockets(),
    clock: Date.now,
    hash,
  };
});

/** The composition root of what sends to connections. */
export const streamPorts = once((): StreamPorts => {
  const logger = new Logger({ serviceName: 'stream' });
  return {
    connections: connections(),
    sockets: sockets(),
    clock: Date.now,
    report: (what, details) => logger.warn(what, { ...details }),
  };
});

/** @throws Error where the environment names no fan-out function */
export const publishPorts = once((): PublishPorts => {
  const { FAN_OUT_FUNCTION, FAN_OUT_CONNECTIONS } = environment();
  if (!FAN_OUT_FUNCTION) throw new Error('the environment is not valid: FAN_OUT_FUNCTION is missing');
  return {
    ...streamPorts(),
    fanOut: fanOut(lambdaClient(), FAN_OUT_FUNCTION),
    connectionsAtOnce: FAN_OUT_CONNECTIONS,
  };
});

/** A record of a table's stream as a change, with its place in the stream. @throws ZodError where it is no record */
export const readChange = once(() => {
  const toChange = changeOf(tableNames(environment()));
  return (record: unknown): { readonly sequence: string; readonly change: Change | undefined } => {
    const parsed = parseStreamRecord(record);
    return { sequence: parsed.sequence, change: toChange(parsed) };
  };
});

export { parseFanOut } from './lambda/fan-out.ts';
