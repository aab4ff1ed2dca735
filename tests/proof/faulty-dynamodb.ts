import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultRates {
  /** Share of requests that are carried out, their answer lost. */
  readonly lost: number;
  /** Share of requests that are refused for load, and not carried out. */
  readonly throttled: number;
}

const THROTTLED = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured provisioned throughput for the table was exceeded.',
});

/** Stands between the functions and DynamoDB, and loses or refuses a share of what passes while it is told to. */
export const startFaultyDynamodb = async (target: () => string, rates: FaultRates, random: () => number) => {
  const counts = { requests: 0, lost: 0, throttled: 0 };
  let on = false;
  const server = createServer((incoming, outgoing) => {
    counts.requests++;
    const dice = on ? random() : 1;
    if (dice < rates.throttled) {
      counts.throttled++;
      incoming.resume();
      incoming.on('end', () =>
        outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(THROTTLED),
      );
      return;
    }
    const lose = dice < rates.throttled + rates.lost;
    const { method, headers, url } = incoming;
    const forwarded = request(new URL(url ?? '/', target()), { method, headers }, (answer) => {
      if (lose) {
        counts.lost++;
        answer.resume();
        answer.on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    turn(state: 'on' | 'off') {
      on = state === 'on';
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
