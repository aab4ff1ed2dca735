import type { Evidence, Fill } from './fill.ts';
import type { CloseReason, Command, ExitChanges, PartialClose, PendingTrade } from './trade.ts';

/** What happened to a trade. `at` is venue time in ms. Each event is one row of the trade's log. */
export type TradeEvent =
  | {
      readonly type: 'trade_created';
      readonly at: number;
      readonly trade: PendingTrade;
    }
  | {
      readonly type: 'command_requested';
      readonly at: number;
      readonly command: Command;
    }
  | {
      readonly type: 'command_superseded';
      readonly at: number;
      readonly command: Command;
      readonly because: string;
    }
  | {
      readonly type: 'entry_triggered';
      readonly at: number;
      readonly ambiguous: boolean;
      readonly evidence: Evidence;
    }
  | { readonly type: 'entry_filled'; readonly at: number; readonly fill: Fill }
  | {
      readonly type: 'exits_changed';
      readonly at: number;
      readonly changes: ExitChanges;
    }
  /** Without a part: all that is open; the exits are disarmed. */
  | { readonly type: 'close_armed'; readonly at: number; readonly part?: PartialClose }
  | { readonly type: 'close_withdrawn'; readonly at: number; readonly orderId: string }
  | {
      readonly type: 'exit_filled';
      readonly at: number;
      readonly fill: Fill;
      readonly reason: CloseReason;
    }
  | {
      readonly type: 'trade_cancelled';
      readonly at: number;
      readonly reason: string;
    }
  | { readonly type: 'trade_expired'; readonly at: number }
  | {
      readonly type: 'trade_rejected';
      readonly at: number;
      readonly reason: string;
    };

/** One row of a trade's log. */
export interface LogRow {
  readonly tradeId: string;
  /** The event's number in its trade, from 0. */
  readonly seq: number;
  readonly event: TradeEvent;
  /** For a person. */
  readonly sentence: string;
}
