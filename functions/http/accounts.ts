import { bookPorts } from '../../shared/adapters/runtime/books.ts';
import { writes } from '../../shared/adapters/runtime/writes.ts';
import { defineHandler } from '../define-handler.ts';
import { accountRoutes } from './account-routes.ts';
import { bookRoutes } from './book-routes.ts';

const ports = bookPorts();

export const handler = defineHandler([...accountRoutes(ports), ...bookRoutes(ports)], { limiter: writes() });
