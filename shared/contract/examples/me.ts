import type { ExamplesOf } from '../operation.ts';
import type { meOperations } from '../operations/me.ts';

const me = {
  id: '3b1f4c52-6c1e-4d64-9a0e-0d4e6f1c2a7b',
  email: 'ann@example.com',
  name: 'Ann',
  totp: false,
  createdAt: '2026-11-20T09:30:00.000Z',
};
const key = {
  id: '7e729e5fe72f',
  name: 'laptop',
  scopes: ['read', 'trade'],
  createdAt: '2026-11-20T09:30:00.000Z',
  expiresAt: null,
  lastUsedAt: '2026-11-20T10:00:00.000Z',
};

export const meExamples: ExamplesOf<typeof meOperations> = {
  getMe: { response: me },
  changeMe: { body: { name: 'Ann' }, response: me },
  deleteMe: { response: { status: 'erased' } },
  createApiKey: {
    body: { name: 'laptop', scopes: ['read', 'trade'], expiresAt: '2027-11-20T00:00:00Z' },
    response: {
      ...key,
      expiresAt: '2027-11-20T00:00:00.000Z',
      lastUsedAt: null,
      key: 'pw_kW3v6vV9bYf0r7Q2c1xJm8Zt4a5s6d7f8g9h0j1k',
    },
  },
  listApiKeys: { response: { items: [key] } },
  revokeApiKey: { params: { id: key.id }, response: { id: key.id, status: 'revoked' } },
};
