import { createApiKey, listApiKeys, revokeApiKey } from '../../shared/application/api-keys.ts';
import type { AuthPorts } from '../../shared/application/auth-ports.ts';
import { changeProfile, deleteUser, getProfile } from '../../shared/application/auth-profile.ts';
import { meOperations } from '../../shared/contract/operations/me.ts';
import { presentApiKey, presentMe } from '../../shared/contract/present/me.ts';
import { type Route, routesOf } from '../define-handler.ts';
import { unwrap } from '../middleware/http-problem.ts';
import { accessTokenOf } from './request-source.ts';
import { endedCookie } from './session-cookie.ts';

const route = routesOf(meOperations);

/** `/v1/me` and `/v1/api-keys`: what belongs to the caller alone. */
export const meRoutes = (ports: AuthPorts): Route[] => [
  route('getMe', async ({ userId }) => ({ body: presentMe(unwrap(await getProfile(ports, userId))) })),

  route('changeMe', async ({ userId, body }) => ({
    body: presentMe(unwrap(await changeProfile(ports, userId, body))),
  })),

  route('deleteMe', async ({ userId, event }) => {
    const erased = unwrap(await deleteUser(ports, { userId, accessToken: accessTokenOf(event) }));
    return erased
      ? { body: { status: 'erased' }, cookies: [endedCookie(event)] }
      : { body: { status: 'erasing' } };
  }),

  route('createApiKey', async ({ userId, keyId, scopes, body: { name, scopes: wanted, expiresAt } }) => {
    const { record, key } = unwrap(
      await createApiKey(ports, {
        userId,
        held: scopes,
        makerId: keyId,
        name,
        scopes: wanted,
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }),
    );
    return { body: { ...presentApiKey(record), key } };
  }),

  route('listApiKeys', async ({ userId }) => ({
    body: { items: (await listApiKeys(ports, userId)).map(presentApiKey) },
  })),

  route('revokeApiKey', async ({ userId, params: { id } }) => {
    unwrap(await revokeApiKey(ports, { userId, keyId: id }));
    return { body: { id, status: 'revoked' } };
  }),
];
