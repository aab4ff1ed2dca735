import { Logger } from '@aws-lambda-powertools/logger';
import { connectPorts } from '../../shared/adapters/runtime/connections.ts';
import { connect } from './connect.ts';

/** $connect and $disconnect. */
export const handler = connect(connectPorts(), new Logger({ serviceName: 'ws-connection' }));
