import { buildAssembly } from './assembly/build.ts';
import { Services } from './aws/services.ts';
import type { MarketClock } from './clock/clock.ts';
import { CognitoAnswers } from './cognito/answer.ts';
import { startEngine } from './cognito/engine.ts';
import { readPools } from './cognito/read-pools.ts';
import { CognitoServer } from './cognito/server.ts';
import type { Config } from './config/config.ts';
import { openDataDirectory } from './data-directory.ts';
import { demoKey, seedDemoUser } from './demo.ts';
import { type Database, startDatabase } from './dynamodb/embedded.ts';
import { createTables, dynamodbClient, readTables } from './dynamodb/tables.ts';
import { Control } from './gateway/control.ts';
import { front, upgrades } from './gateway/front.ts';
import { readHttpApi } from './gateway/read-api.ts';
import { LocalServer } from './gateway/server.ts';
import { readAsyncConfigs } from './lambda/async-config.ts';
import { AsyncInvoker } from './lambda/async-invoker.ts';
import type { LambdaFunction } from './lambda/function.ts';
import { startFunctions } from './lambda/functions.ts';
import { InvokeApi } from './lambda/invoke-api.ts';
import type { MarketServer } from './market/server.ts';
import { chooseMarket, type MarketSource } from './market-source.ts';
import { waitForPrices } from './prices.ts';
import type { Queue } from './queue/queue.ts';
import { connectQueues, readQueues } from './queue/queues.ts';
import { SqsServer } from './queue/sqs-server.ts';
import { readBuckets } from './s3/buckets.ts';
import { ObjectStore } from './s3/object-store.ts';
import { S3Api } from './s3/s3-api.ts';
import { readSchedules } from './scheduler.ts';
import { Distribution } from './site/distribution.ts';
import { managementApi } from './sockets/management-api.ts';
import { readSocketApi } from './sockets/read-socket-api.ts';
import { Stopping } from './stopping.ts';
import { Streams } from './streams/streams.ts';
import { readAssembly } from './template/assembly.ts';
import { ACCOUNT, Stack } from './template/stack.ts';

export interface RuntimeOptions {
  /** Told of each step of the start. */
  readonly say?: (step: string) => void;
  /** Told what Cognito would mail, e.g. the code of a sign-up. */
  readonly mail?: (subject: string, email: string, text: string) => void;
  /** Told where DynamoDB is before any function starts, for tests that stand in between. */
  readonly onDynamodb?: (endpoint: string) => void;
  /** Set in every function besides its own variables, for tests: e.g. a DynamoDB endpoint that loses answers. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A synthesized assembly; that of this checkout where absent. */
  readonly assembly?: string;
}

/** The application, running. */
export interface Runtime {
  readonly url: string;
  readonly demoKey: string;
  readonly market: Pick<MarketSource, 'mode' | 'description'>;
  /** Whether the first tick brought prices in time. */
  readonly hasPrices: boolean;
  readonly clock: MarketClock;
  /** Absent where the market is live. */
  readonly marketServer: MarketServer | undefined;
  readonly dynamodbEndpoint: string;
  /** Where functions post to connections, for tests that stand in between. */
  readonly managementEndpoint: string;
  /** The functions' environment, e.g. for the names of the tables. */
  readonly variables: Readonly<Record<string, string>>;
  /** By its name in infra/functions.ts, e.g. `tick`. @throws Error where there is none */
  lambda(name: string): LambdaFunction;
  /** The queue at this URL, e.g. that of TICK_QUEUE_URL; undefined where there is none. */
  queueAt(url: string): Queue | undefined;
  /** Stops everything, in order; resolves when no process is left. */
  stop(): Promise<void>;
}

/**
 * Serves what was synthesized on this machine: tables, functions, queues, schedules, the API and the site.
 * @throws Error naming what stands in the way; nothing is left running then
 */
export const startRuntime = async (config: Config, options: RuntimeOptions = {}): Promise<Runtime> => {
  const stopping = new Stopping();
  try {
    return await start(config, options, stopping);
  } catch (error) {
    await stopping.stop();
    throw error;
  }
};

const start = async (config: Config, options: RuntimeOptions, stopping: Stopping): Promise<Runtime> => {
  const say = options.say ?? (() => undefined);
  const server = new LocalServer();
  const port = await server.listen(config.PORT);
  const url = `http://localhost:${port}`;
  stopping.add(() => server.stop());

  say('reading the stack');
  const assembly = readAssembly(options.assembly ?? (await buildAssembly(say)));
  const sqs = new SqsServer(ACCOUNT);
  await sqs.listen();
  stopping.add(() => sqs.stop());
  const services = new Services();
  await services.listen();
  stopping.add(() => services.stop());
  const cognito = new CognitoServer();
  await cognito.listen();
  stopping.add(() => cognito.stop());
  const stack = new Stack(assembly, {
    queueUrl: (name) => sqs.urlOf(name),
    apiUrl: url,
    cognitoUrl: cognito.endpoint,
  });

  say('choosing the market');
  const market = await chooseMarket(config, stack.functionVariables());
  const { clock } = market;
  if (market.server) stopping.add(market.server.close);

  say('opening the tables');
  const folder = market.virtual && market.mode === 'simulated' ? 'simulated-run' : market.mode;
  const data = openDataDirectory(config.DATA_DIR, folder, market.virtual);
  stopping.add(async () => data.release());
  const people = serveCognito(cognito, stack, data.cognito, options.mail);
  const database = await openDatabase(config.DYNAMODB_ENDPOINT, data.databaseFile);
  stopping.add(database.stop);
  const { endpoint } = database;
  options.onDynamodb?.(endpoint);
  const dynamodb = dynamodbClient(endpoint);
  await createTables(dynamodb, readTables(stack));
  const variables = { ...stack.functionVariables(), ...market.variables };
  const key = demoKey(config.DEMO_API_KEY, data.shared);
  await seedDemoUser(dynamodb, variables.USERS_TABLE ?? '', key);
  dynamodb.destroy();

  let streams: Streams | undefined;
  const functions = startFunctions(stack, {
    endpoints: {
      DYNAMODB: endpoint,
      SQS: sqs.endpoint,
      COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
      ...services.endpoints(),
    },
    overrides: {
      ...market.variables,
      ...writeLimit(config, market.virtual),
      ALLOW_SIGN_UP: String(config.ALLOW_SIGN_UP),
    },
    extra: options.environment ?? {},
    logDirectory: data.logs,
    print: config.LOG_LEVEL !== undefined && config.LOG_LEVEL !== 'SILENT',
    onDone: ({ environment }) => streams?.written(environment),
  });
  stopping.add(async () => {
    await Promise.all([...functions.values()].map((lambda) => lambda.stop()));
  });
  const queues = readQueues(stack, clock);
  for (const queue of queues) sqs.add(queue);
  connectQueues(stack, queues, functions, clock);
  const events = new AsyncInvoker(clock, readAsyncConfigs(stack, queues));
  const invokeApi = new InvokeApi(functions, events);
  services.serve('LAMBDA', (request) => invokeApi.handle(request));
  streams = await Streams.connect(stack, {
    dynamodbEndpoint: endpoint,
    functions,
    queues,
    clock,
    checkpointFile: data.checkpointFile,
    records: database.records,
  });
  stopping.add(streams.stop);

  const api = readHttpApi(stack, functions, clock, { throttled: !market.virtual });
  const control = market.server && market.virtual ? new Control(clock, market.server.setOutage) : undefined;
  const distribution = new Distribution(stack, api, { streamUrl: market.streamUrl });
  const objects = new ObjectStore(data.objects);
  stopping.add(() => objects.close());
  const s3 = new S3Api(readBuckets(stack), objects);
  services.serve('S3', (request) => s3.handle(request));
  const sockets = readSocketApi(stack, functions, clock, { throttled: !market.virtual });
  services.serve('APIGATEWAYMANAGEMENTAPI', managementApi(sockets?.connections ?? new Map()));
  stopping.add(() => sockets?.stop());
  const siteConfig = { demoKey: key, market: market.mode, binanceStreamUrl: market.streamUrl };
  server.serve(
    front({ clock, distribution, control, siteConfig }),
    upgrades({ clock, distribution, sockets }),
  );
  stopping.add(() => clock.stop());

  say('waiting for the first prices');
  for (const schedule of readSchedules(stack, functions, clock)) schedule.start();
  if (!market.virtual) clock.start();
  await people;
  const hasPrices = await waitForPrices(url, key, clock);
  if (market.virtual) clock.start();

  return {
    url,
    demoKey: key,
    market,
    hasPrices,
    clock,
    marketServer: market.server,
    dynamodbEndpoint: endpoint,
    managementEndpoint: services.endpoints().APIGATEWAYMANAGEMENTAPI,
    variables,
    lambda: (name) => {
      const found = [...functions.values()].find((lambda) => lambda.label === name);
      if (!found) throw new Error(`there is no function "${name}"`);
      return found;
    },
    queueAt: (queueUrl) => sqs.queueAt(queueUrl),
    stop: () => stopping.stop(),
  };
};

/** Where the market runs faster than life, so do its users: nobody is limited there. */
const writeLimit = (
  { WRITES_PER_SECOND: rate, WRITE_BURST: burst }: Config,
  virtual: boolean,
): Record<string, string> => ({
  ...(virtual ? { WRITES_PER_SECOND: '0' } : rate !== undefined && { WRITES_PER_SECOND: String(rate) }),
  ...(burst !== undefined && { WRITE_BURST: String(burst) }),
});

const serveCognito = async (
  server: CognitoServer,
  stack: Stack,
  directory: string | undefined,
  mail: RuntimeOptions['mail'] = () => undefined,
): Promise<void> => {
  const engine = await startEngine({ pools: readPools(stack), directory, issuer: server.endpoint, mail });
  server.serve({ answers: new CognitoAnswers(engine), jwks: engine.secrets.jwks });
};

const openDatabase = async (other: string | undefined, file: string | undefined): Promise<Database> =>
  other ? { endpoint: other, records: undefined, stop: async () => undefined } : startDatabase(file);
