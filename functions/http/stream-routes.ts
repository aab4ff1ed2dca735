import { makeTicket } from '../../shared/application/stream/open-connection.ts';
import { streamOperations } from '../../shared/contract/operations/stream.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { type Route, routesOf } from '../define-handler.ts';

const route = routesOf(streamOperations);

type Ports = Parameters<typeof makeTicket>[0] & {
  /** Of the WebSocket, without the ticket. */
  readonly streamUrl: string;
};

/** `/v1/stream-tickets`: what opens a WebSocket. */
export const streamRoutes = (ports: Ports): Route[] => [
  route('createStreamTicket', async ({ userId, keyId, scopes, event }) => {
    const { expiresAt: credentialEndsAt, signedInAt } = event.input?.caller ?? {};
    const holder = { userId, keyId, scopes, credentialEndsAt, signedInAt };
    const { ticket, expiresAt } = await makeTicket(ports, holder);
    return {
      body: { ticket, expiresAt: moment(expiresAt), url: `${ports.streamUrl}?ticket=${ticket}` },
    };
  }),
];
