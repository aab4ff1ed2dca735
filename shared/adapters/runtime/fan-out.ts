export { parseFanOut } from '../lambda/fan-out.ts';
export { marketNewsPorts, streamPorts } from './stream.ts';
