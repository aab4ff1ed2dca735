import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  scryptSync,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const KEY_ID = 'local';
const HEADER = Buffer.from(JSON.stringify({ alg: 'RS256', kid: KEY_ID })).toString('base64url');

const storedSchema = z.object({ privateKey: z.string(), salt: z.string() });
const payloadSchema = z.looseObject({ exp: z.number() });
export type Claims = z.output<typeof payloadSchema>;

/** What signs the tokens of this machine, and what hides its passwords: made once, and nobody else's. */
export interface Secrets {
  readonly jwks: { readonly keys: readonly Record<string, unknown>[] };
  /** A JSON Web Token, RS256. */
  sign(claims: Readonly<Record<string, unknown>>): string;
  /** The claims of a token of ours that has not run out; undefined of any other. */
  verify(token: string, now: number): Claims | undefined;
  /** The same password is the same text: cognito-local compares, and stores what it compares. */
  hidden(password: string): string;
}

const make = async (): Promise<z.output<typeof storedSchema>> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    salt: randomBytes(16).toString('hex'),
  };
};

const load = async (directory: string | undefined): Promise<z.output<typeof storedSchema>> => {
  if (directory === undefined) return make();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'secrets');
  if (existsSync(file)) return storedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const made = await make();
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
};

const read = (publicKey: KeyObject, token: string, now: number): Claims | undefined => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${header}.${payload}`);
  if (header !== HEADER || !verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url')))
    return undefined;
  const claims = payloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return claims.exp * 1000 > now ? claims : undefined;
};

/** @param directory undefined: new ones, kept nowhere */
export const loadSecrets = async (directory: string | undefined): Promise<Secrets> => {
  const stored = await load(directory);
  const privateKey = createPrivateKey(stored.privateKey);
  const publicKey = createPublicKey(privateKey);
  return {
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }] },
    sign: (claims) => {
      const signed = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    verify: (token, now) => read(publicKey, token, now),
    hidden: (password) => scryptSync(password, stored.salt, 32).toString('base64url'),
  };
};
