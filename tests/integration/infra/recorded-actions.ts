import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { FunctionName } from '../../../infra/functions.ts';
import { PERMISSIONS } from '../../../infra/permissions.ts';

const target = z.object({ TableName: z.string() });
const partSchema = z.partialRecord(z.enum(['Put', 'Update', 'Delete', 'ConditionCheck']), target);
const inputSchema = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z.array(partSchema).optional(),
});

/** The IAM actions that a call asks for, as DynamoDB documents them: `PutItem trades`, `Query trades/index/open`. */
const actionsOf = (command: string, input: z.output<typeof inputSchema>): string[] => {
  const name = command.replace(/Command$/, '');
  if (input.TransactItems)
    return input.TransactItems.flatMap((part) =>
      Object.entries(part).map(([kind, asked]) => `${kind}Item ${asked?.TableName}`),
    );
  if (input.RequestItems) return Object.keys(input.RequestItems).map((table) => `${name} ${table}`);
  return [`${name} ${input.TableName}${input.IndexName ? `/index/${input.IndexName}` : ''}`];
};

/** Notes what a client asks of DynamoDB from here on, by the permissions it takes. */
export const recordActions = (client: DynamoDBDocumentClient) => {
  let asked = new Set<string>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const actions = actionsOf(String(context.commandName), inputSchema.parse(args.input));
      for (const action of actions) asked.add(action);
      return next(args);
    },
    { step: 'initialize', name: 'recordActions' },
  );
  return {
    /** What was asked for while this ran, sorted. */
    async during(run: () => Promise<unknown>): Promise<string[]> {
      asked = new Set();
      await run();
      return [...asked].sort();
    },
  };
};

/** What the role of a function allows, in the words of the record. */
export const allowed = (name: FunctionName): string[] => {
  const { tables, indexes = [], findsLiveAccounts } = PERMISSIONS[name];
  return [
    ...Object.entries(tables).flatMap(([table, actions]) =>
      actions.map((action) => `${action.replace('dynamodb:', '')} ${table}`),
    ),
    ...indexes.map((index) => `Query trades/index/${index}`),
    ...(findsLiveAccounts ? ['Query users/index/live'] : []),
  ].sort();
};
