import { credentials } from '../shared/adapters/auth-runtime.ts';
import { authorize } from './authorize.ts';

export const handler = authorize(credentials());
