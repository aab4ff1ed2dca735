/** The Lambda functions, by name, and where each begins. */
export const ENTRY_POINTS = {
  'http-trades': 'functions/http/trades.ts',
  'http-accounts': 'functions/http/accounts.ts',
  'http-market': 'functions/http/market.ts',
  'http-candles': 'functions/http/candles.ts',
  'http-auth': 'functions/http/auth.ts',
  'http-simple': 'functions/http/simple.ts',
  authorizer: 'functions/authorizer.ts',
  board: 'functions/jobs/board.ts',
  schedule: 'functions/jobs/schedule.ts',
  portfolios: 'functions/jobs/portfolios.ts',
  pack: 'functions/jobs/pack.ts',
  history: 'functions/jobs/history.ts',
  tick: 'functions/jobs/tick.ts',
  settle: 'functions/jobs/settle.ts',
  'ws-connection': 'functions/ws/connection.ts',
  'ws-message': 'functions/ws/message.ts',
  changes: 'functions/streams/changes.ts',
  'fan-out': 'functions/streams/fan-out.ts',
} as const;

export type FunctionName = keyof typeof ENTRY_POINTS;
export const FUNCTION_NAMES = Object.keys(ENTRY_POINTS) as FunctionName[];
