import type { PublishPorts } from '../../application/stream/stream-ports.ts';
import type { Change } from '../../ports/changes.ts';
import { changeOf } from '../dynamodb/stream-changes.ts';
import { parseStreamRecord } from '../dynamodb/stream-image.ts';
import { fanOut, lambdaClient } from '../lambda/fan-out.ts';
import { environment, once, tableNames } from './process.ts';
import { streamPorts } from './stream.ts';

/** What publishes changes. @throws Error where the environment names no fan-out function */
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
