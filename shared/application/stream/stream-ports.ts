import type { ConnectionStore } from '../../ports/connections.ts';
import type { FanOut } from '../../ports/fan-out.ts';
import type { Sockets } from '../../ports/sockets.ts';

/** What it takes to reach who is connected. */
export interface StreamPorts {
  readonly connections: ConnectionStore;
  readonly sockets: Sockets;
  /** The real clock, ms: connections age in real time, whatever time the market has. */
  readonly clock: () => number;
  readonly report: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/** And to reach all who are. */
export interface PublishPorts extends StreamPorts {
  readonly fanOut: FanOut;
  /** Connections that one invocation tells; what is behind them others do. */
  readonly connectionsAtOnce: number;
}
