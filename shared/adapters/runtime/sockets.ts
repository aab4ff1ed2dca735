import { connectionStore } from '../dynamodb/connection-store.ts';
import { sleep } from '../dynamodb/retry.ts';
import { managementClient, managementSockets } from '../sockets/management-api.ts';
import { environment, once, sharedClient } from './process.ts';

/** Who is connected, and to what. */
export const connections = once(() => connectionStore(sharedClient(), environment().CONNECTIONS_TABLE));

/** The management API of our own stage; on one machine the SDK's own variable says where it is. */
const managementUrl = (): string =>
  process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI ?? environment().STREAM_URL.replace(/^ws/, 'http');

export const sockets = once(() => managementSockets(managementClient(managementUrl()), sleep));
