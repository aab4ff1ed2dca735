import type { AppClient } from 'cognito-local/lib/services/appClient.js';
import type { User, UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import * as z from 'zod';
import { CONTEXT, type Engine } from './engine.ts';
import { type CognitoRequest, requestSchema, withoutPasswords } from './requests.ts';

/** What Cognito answers with status 400 and this name. */
export class CognitoRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
const notAuthorized = (message: string) => new CognitoRefusal('NotAuthorizedException', message);

const SESSION_MS = 3 * 60_000;
/** A code is good for at most one step of 30 s before and after its own. */
const USED_MS = 90_000;

const resultSchema = z.looseObject({
  Session: z.string().optional(),
  ChallengeName: z.string().optional(),
  AuthenticationResult: z.looseObject({ RefreshToken: z.string().optional() }).optional(),
});
const thrown = z.object({ code: z.string(), message: z.string() });

type Operation = (request: CognitoRequest) => Promise<unknown>;

/**
 * Cognito's operations: cognito-local's, and where those are laxer than Cognito (the session of a challenge and a first
 * password are checked by nobody, refresh tokens never run out) or lack an operation, the difference.
 */
export class CognitoAnswers {
  readonly #engine: Engine;
  readonly #sessions = new Map<string, { readonly username: string; readonly until: number }>();
  /** Codes of second factors, until when they are remembered. */
  readonly #used = new Map<string, number>();
  readonly #own: Readonly<Record<string, Operation>>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#own = {
      InitiateAuth: (request) => this.#initiate(request),
      RespondToAuthChallenge: (request) => this.#respond(request),
    };
  }

  /** One after the other: cognito-local reads, changes and writes a user without any lock. @throws CognitoRefusal */
  answer(operation: string, body: unknown): Promise<unknown> {
    const run = () => this.#run(operation, requestSchema.parse(body));
    const result = this.#last.then(run, run);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(operation: string, given: CognitoRequest): Promise<unknown> {
    const { secrets } = this.#engine;
    if (given.AccessToken !== undefined && !secrets.verify(given.AccessToken, Date.now()))
      throw notAuthorized('Invalid Access Token');
    const request = withoutPasswords(given, secrets.hidden);
    try {
      return await (this.#own[operation]?.(request) ?? this.#call(operation, request));
    } catch (error) {
      throw refusalOf(operation, error);
    }
  }

  #call(operation: string, request: CognitoRequest): Promise<unknown> {
    return this.#engine.route(operation)(CONTEXT, request);
  }

  async #initiate(request: CognitoRequest): Promise<unknown> {
    if (request.AuthFlow === 'REFRESH_TOKEN_AUTH') return this.#refresh(request);
    const { USERNAME: username = '', PASSWORD: password } = request.AuthParameters ?? {};
    const { pool } = await this.#poolOf(request);
    const user = await pool.getUserByUsername(CONTEXT, username);
    if (user?.UserStatus === 'FORCE_CHANGE_PASSWORD' && user.Password !== password)
      throw notAuthorized('Incorrect username or password.');
    return this.#remember(await this.#call('InitiateAuth', request), user);
  }

  async #refresh(request: CognitoRequest): Promise<unknown> {
    const token = request.AuthParameters?.REFRESH_TOKEN ?? '';
    const { pool, client } = await this.#poolOf(request);
    const user = await pool.getUserByRefreshToken(CONTEXT, token);
    const claims = this.#engine.secrets.verify(token, Date.now());
    if (!user || !claims) throw notAuthorized('Invalid Refresh Token');
    const { RefreshToken: _, ...result } = this.#engine.tokens.issue(user, client, Number(claims.auth_time));
    return { AuthenticationResult: result };
  }

  async #respond(request: CognitoRequest): Promise<unknown> {
    const session = this.#sessions.get(request.Session ?? '');
    const { pool } = await this.#poolOf(request);
    const user = await pool.getUserByUsername(CONTEXT, request.ChallengeResponses?.USERNAME ?? '');
    if (!user || session?.username !== user.Username || session.until < Date.now())
      throw notAuthorized('Invalid session for the user.');
    const code = request.ChallengeResponses?.SOFTWARE_TOKEN_MFA_CODE;
    if (code !== undefined && this.#isUsed(user.Username, code))
      throw new CognitoRefusal('ExpiredCodeException', 'Your software token has already been used once.');
    const answer = resultSchema.parse(await this.#call('RespondToAuthChallenge', request));
    if (code !== undefined) this.#used.set(`${user.Username} ${code}`, Date.now() + USED_MS);
    this.#sessions.delete(request.Session ?? '');
    // cognito-local hands out this refresh token, and forgets it.
    const token = answer.AuthenticationResult?.RefreshToken;
    const changed = await pool.getUserByUsername(CONTEXT, user.Username);
    if (token !== undefined && changed) await pool.storeRefreshToken(CONTEXT, token, changed);
    return this.#remember(answer, user);
  }

  /** cognito-local takes a code as often as it comes. */
  #isUsed(username: string, code: string): boolean {
    const now = Date.now();
    for (const [used, until] of this.#used) if (until < now) this.#used.delete(used);
    return this.#used.has(`${username} ${code}`);
  }

  #remember(given: unknown, user: User | null): unknown {
    const answer = resultSchema.parse(given);
    const now = Date.now();
    for (const [session, { until }] of this.#sessions) if (until < now) this.#sessions.delete(session);
    if (answer.ChallengeName && answer.Session && user)
      this.#sessions.set(answer.Session, { username: user.Username, until: now + SESSION_MS });
    return given;
  }

  async #poolOf({ ClientId = '' }: CognitoRequest): Promise<{ pool: UserPoolService; client: AppClient }> {
    const { cognito } = this.#engine.services;
    const client = await cognito.getAppClient(CONTEXT, ClientId);
    if (!client) throw new CognitoRefusal('ResourceNotFoundException', 'there is no such client');
    return { pool: await cognito.getUserPoolForClientId(CONTEXT, ClientId), client };
  }
}

/** Where cognito-local says that a password is not valid, Cognito says that it is not authorized. */
const WRONG_PASSWORD = ['InitiateAuth', 'ChangePassword'];

const refusalOf = (operation: string, error: unknown): unknown => {
  const known = thrown.safeParse(error);
  if (!known.success) return error;
  const { code, message } = known.data;
  const wrong = code === 'InvalidPasswordException' && WRONG_PASSWORD.includes(operation);
  return wrong ? notAuthorized('Incorrect username or password.') : new CognitoRefusal(code, message);
};
