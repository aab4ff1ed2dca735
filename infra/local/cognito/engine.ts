import { randomBytes, randomInt } from 'node:crypto';
import type { Services } from 'cognito-local/lib/services/index.js';
import type { User, UserPool } from 'cognito-local/lib/services/userPoolService.js';
import { loadSecrets } from './secrets.ts';
import { dataStores } from './store.ts';
import { Tokens } from './tokens.ts';

const silent = () => undefined;
const logger = { debug: silent, error: silent, info: silent, warn: silent, child: () => logger };
/** cognito-local logs whole requests, passwords among them: here it logs nothing. */
export const CONTEXT = { logger } as unknown as Parameters<Services['cognito']['getUserPool']>[0];

export interface PoolSpec {
  readonly id: string;
  readonly clientId: string;
  /** Of the user pool, as Cognito's API has them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the client: how long its tokens live. */
  readonly client: Readonly<Record<string, unknown>>;
  /** Invited at deployment. */
  readonly invited: readonly string[];
}

export interface EngineOptions {
  readonly pools: readonly PoolSpec[];
  /** Undefined: in memory. */
  readonly directory: string | undefined;
  /** Of the tokens, without the pool's id. */
  readonly issuer: string;
  /** Told what Cognito would mail. */
  readonly mail: (subject: string, email: string, text: string) => void;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  SignUp: 'confirmation code',
  ForgotPassword: 'code to reset the password',
};

const emailOf = (user: User): string =>
  user.Attributes.find(({ Name }) => Name === 'email')?.Value ?? user.Username;

/** cognito-local, put together without its server, its files and its mails to the console, which are the runtime's. */
export const startEngine = async ({ pools, directory, issuer, mail }: EngineOptions) => {
  const [{ Router }, { CognitoServiceImpl }, { UserPoolServiceFactoryImpl }, secrets] = await Promise.all([
    import('cognito-local/lib/server/Router.js'),
    import('cognito-local/lib/services/cognitoService.js'),
    import('cognito-local/lib/services/userPoolService.js'),
    loadSecrets(directory),
  ]);
  const stores = dataStores(directory);
  const clock = { get: () => new Date() };
  const clients = await stores.create(CONTEXT, 'clients', { Clients: {} });
  const people = new UserPoolServiceFactoryImpl(clock, stores);
  const cognito = new CognitoServiceImpl('', clients, {}, people);
  // Its own init() looks for pools in a folder: here they come from the template.
  Object.assign(cognito, { userPools: [] });
  const tokens = new Tokens(secrets, issuer);
  const services = {
    clock,
    cognito,
    config: { UserPoolDefaults: {} },
    messages: {
      deliver: async (
        _context: unknown,
        source: string,
        _client: unknown,
        _pool: unknown,
        user: User,
        code: string,
      ) => mail(SUBJECTS[source] ?? source, emailOf(user), code),
    },
    otp: () => String(randomInt(1_000_000)).padStart(6, '0'),
    tokenGenerator: tokens,
    triggers: { enabled: () => false },
  } as unknown as Services;
  const route = Router(services);

  for (const { id, clientId, options, client, invited } of pools) {
    await cognito.createUserPool(CONTEXT, { ...options, Id: id } as UserPool);
    const pool = await cognito.getUserPool(CONTEXT, id);
    await pool.saveAppClient(CONTEXT, { ...client, ClientId: clientId, UserPoolId: id } as never);
    for (const email of invited) {
      if (await pool.getUserByUsername(CONTEXT, email)) continue;
      const password = `Aa1${randomBytes(9).toString('base64url')}`;
      await route('AdminCreateUser')(CONTEXT, {
        UserPoolId: id,
        Username: email,
        TemporaryPassword: secrets.hidden(password),
        MessageAction: 'SUPPRESS',
      });
      mail('first password', email, password);
    }
  }
  return { route, services, secrets, tokens, mail };
};

export type Engine = Awaited<ReturnType<typeof startEngine>>;
