import { apiKeys } from '../shared/adapters/runtime.ts';
import { authorize } from './authorize.ts';

export const handler = authorize(apiKeys());
