import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { FanOut } from '../../ports/fan-out.ts';
import type { Publication } from '../../ports/publication.ts';
import { timeLimit } from '../time-limit.ts';

const forChannel = z.tuple([z.string(), z.unknown()]);
const itemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('gathered'),
    head: z.record(z.string(), z.unknown()),
    lists: z.record(z.string(), z.array(forChannel)),
  }),
  z.object({ kind: z.literal('message'), channel: z.string(), message: z.unknown() }),
  z.object({ kind: z.literal('asked'), channel: z.string(), question: z.unknown() }),
]);
const eventSchema = z.object({
  publication: z.array(itemSchema),
  shard: z.object({ from: z.string(), to: z.string() }),
});

/** What the fan-out function is invoked with. @throws ZodError */
export const parseFanOut = (event: unknown) => eventSchema.parse(event);

export const lambdaClient = (): LambdaClient =>
  new LambdaClient({ maxAttempts: 3, requestHandler: timeLimit(5_000) });

/** One invocation for each part of the connections, without waiting for any. */
export const fanOut = (client: LambdaClient, functionName: string): FanOut => ({
  async send(publication: Publication, shards) {
    await Promise.all(
      shards.map((shard) =>
        client.send(
          new InvokeCommand({
            FunctionName: functionName,
            InvocationType: 'Event',
            Payload: JSON.stringify({ publication, shard }),
          }),
        ),
      ),
    );
  },
});
