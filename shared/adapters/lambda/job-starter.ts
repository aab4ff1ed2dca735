import { InvokeCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { JobStarter } from '../../ports/history.ts';
import { lambdaClient } from './fan-out.ts';

const eventSchema = z.object({ id: z.string(), now: z.number() });

/** @throws z.ZodError */
export const parseJobEvent = (event: unknown): { readonly id: string; readonly now: number } =>
  eventSchema.parse(event);

/** Has a Lambda run a job: handed over without waiting (`InvocationType: Event`), and tried again where it fails. */
export const jobStarter = (functionName: string): JobStarter => {
  const client = lambdaClient();
  return {
    async start(id, now) {
      await client.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: 'Event',
          Payload: JSON.stringify({ id, now } satisfies z.input<typeof eventSchema>),
        }),
      );
    },
  };
};
