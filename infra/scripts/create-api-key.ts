import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SCOPES } from '../../shared/domain/identity/scopes.ts';
import { keyItems, newApiKey, userItems } from './user-items.ts';

const USAGE = `Makes a user and an API key, and prints the key once.

  npm run create-api-key -- --user NAME [--name KEYNAME] [--scopes read,trade,admin] [--table TABLE]

The table is the output UsersTable of the stack; npm run deploy leaves it in build/outputs.json.
DYNAMODB_ENDPOINT names another DynamoDB than the one of your AWS account.`;

const OUTPUTS = join(import.meta.dirname, '..', '..', 'build', 'outputs.json');

const optionsSchema = z.object({
  user: z
    .string({ error: 'is required' })
    .regex(/^[A-Za-z0-9._@-]{1,64}$/, { error: 'must be 1 to 64 letters, digits or . _ @ -' }),
  name: z.string().min(1).max(64).default('first key'),
  scopes: z
    .string()
    .default('read,trade')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(SCOPES)).min(1)),
  table: z.string().min(3).optional(),
});

/** @throws Error where there has been no `npm run deploy` here */
const deployedTable = async (): Promise<string> => {
  const outputs = await readFile(OUTPUTS, 'utf8').catch(() => {
    throw new Error('build/outputs.json is not there: give --table, or run npm run deploy here first');
  });
  return z.object({ Paperwick: z.object({ UsersTable: z.string() }) }).parse(JSON.parse(outputs)).Paperwick
    .UsersTable;
};

/** Writes the user where there is none, and a new key. @returns the key */
export const createApiKey = async (
  client: DynamoDBDocumentClient,
  table: string,
  grant: Parameters<typeof keyItems>[1],
  now: Date,
): Promise<string> => {
  const put = (Item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
  for (const item of userItems(grant.userId, now)) {
    try {
      await put(item);
    } catch (error) {
      // The user is there already and keeps what it has.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
  const key = newApiKey();
  for (const item of keyItems(key, grant, now)) await put(item);
  return key;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      user: { type: 'string' },
      name: { type: 'string' },
      scopes: { type: 'string' },
      table: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const options = optionsSchema.safeParse(values);
  if (!options.success) {
    const rules = options.error.issues.map((issue) => `--${issue.path[0]?.toString()}: ${issue.message}`);
    throw new Error(`${rules.join('\n')}\n\n${USAGE}`);
  }
  const { user, name, scopes, table } = options.data;
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(endpoint ? { endpoint } : {}));
  const grant = { userId: user, name, scopes };
  console.log(await createApiKey(client, table ?? (await deployedTable()), grant, new Date()));
};

if (import.meta.main)
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
