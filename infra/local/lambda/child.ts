import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChildMessage, FunctionError, InvokeMessage } from './protocol.ts';

/**
 * The process of a Lambda: loads the handler from its bundle and answers one event at a time. It holds nothing of
 * the runtime's environment, and ends when the runtime does.
 */
const [directory = '', entry = ''] = process.argv.slice(2);
const [file, exportName = ''] = entry.split('.');

type Handler = (event: unknown, context: object) => unknown;

const send = (message: ChildMessage): void => {
  process.send?.(message);
};

const describe = (error: unknown): FunctionError => {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
};

const contextOf = ({ requestId, deadline }: InvokeMessage) => ({
  awsRequestId: requestId,
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  invokedFunctionArn: process.env.PAPERWICK_LOCAL_FUNCTION_ARN,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

const load = async (): Promise<Handler> => {
  const module: Record<string, unknown> = await import(pathToFileURL(join(directory, `${file}.mjs`)).href);
  const handler = module[exportName];
  if (typeof handler !== 'function') throw new Error(`${entry} is no function of the bundle in ${directory}`);
  return handler as Handler;
};

const handler = load();
handler.then(
  () => send({ kind: 'ready' }),
  () => undefined,
);

process.on('message', async (message: InvokeMessage) => {
  const { requestId, event } = message;
  try {
    const payload = await (await handler)(event, contextOf(message));
    // As Lambda does: what JSON cannot say is lost here already, not later.
    const json = JSON.stringify(payload);
    send({ kind: 'result', requestId, payload: json === undefined ? null : JSON.parse(json) });
  } catch (error) {
    send({ kind: 'error', requestId, error: describe(error) });
  }
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C in the terminal is the runtime's to handle: it ends this process when the work is done.
process.on('SIGINT', () => undefined);
