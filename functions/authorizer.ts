import { credentials } from '../shared/adapters/runtime/authorizer.ts';
import { authorize } from './authorize.ts';

export const handler = authorize(credentials());
