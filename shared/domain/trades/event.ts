import type { Money } from '../money/decimal.ts';
import type { BetterOutcome, Evidence, Fill, Reading } from './fill.ts';
import type {
  CloseReason,
  Command,
  EntryChanges,
  ExitChanges,
  Exiting,
  PartialClose,
  PendingTrade,
  TimedClose,
} from './trade.ts';

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
      /** The stop found no volume: a market leg waits. */
      readonly empty?: true;
    }
  /** `via` tells which of two entries it was. */
  | {
      readonly type: 'entry_filled';
      readonly at: number;
      readonly fill: Fill;
      readonly via?: 'limit' | 'stop';
    }
  /** What of the entry had not filled has ended; the trade is open. */
  | { readonly type: 'entry_ended'; readonly at: number; readonly reason: string }
  /** A stop has become a limit, or has found no volume: all other exits are disarmed. */
  | {
      readonly type: 'exit_triggered';
      readonly at: number;
      readonly leg: Exiting['leg'];
      readonly ambiguous: boolean;
      readonly evidence: Evidence;
      /** It found no volume. */
      readonly empty?: true;
    }
  | {
      readonly type: 'trailing_activated';
      readonly at: number;
      readonly ambiguous: boolean;
      readonly evidence: Evidence;
    }
  /** The worse reading of this bar has no event of its own. */
  | {
      readonly type: 'reading_taken';
      readonly at: number;
      readonly reading: Reading;
      readonly better: BetterOutcome;
    }
  | {
      readonly type: 'exits_changed';
      readonly at: number;
      readonly changes: ExitChanges;
      readonly entry?: EntryChanges;
      readonly reservation?: Money;
    }
  /** Without a part: all that is open; the exits are disarmed. */
  | {
      readonly type: 'close_armed';
      readonly at: number;
      readonly part?: PartialClose;
      readonly reason?: TimedClose;
    }
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
