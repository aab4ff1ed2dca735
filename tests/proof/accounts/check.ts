import Big from 'big.js';
import { allOf } from './client.ts';
import { ACCOUNTS, type Person } from './operations.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a trade's own lines of the ledger say of it. */
interface Traded {
  readonly direction: string;
  bought: Big;
  sold: Big;
  /** Notional of the entry, and of the exits. */
  paid: Big;
  got: Big;
  fees: Big;
}

const sum = (values: readonly unknown[]): Big =>
  values.reduce<Big>((total, value) => total.plus(String(value)), new Big(0));

const tradedOf = (fills: readonly Json[]): Map<string, Traded> => {
  const trades = new Map<string, Traded>();
  for (const fill of fills) {
    const id = String(fill.tradeId);
    const zero = () => new Big(0);
    const traded = trades.get(id) ?? {
      direction: String(fill.direction),
      bought: zero(),
      sold: zero(),
      paid: zero(),
      got: zero(),
      fees: zero(),
    };
    if (fill.leg === 'entry') {
      traded.bought = traded.bought.plus(String(fill.quantity));
      traded.paid = traded.paid.plus(String(fill.notional));
    } else {
      traded.sold = traded.sold.plus(String(fill.quantity));
      traded.got = traded.got.plus(String(fill.notional));
    }
    traded.fees = traded.fees.plus(String(fill.fee));
    trades.set(id, traded);
  }
  return trades;
};

export interface BookFacts {
  readonly fills: number;
  /** The most that gaps have taken beyond the collateral of shorts, in this book. */
  readonly beyondCollateral: Big;
  readonly cash: Big;
  readonly archived: boolean;
}

/** One book, from its ledger, by arithmetic of our own; every way in which it is not what it must be. */
export const checkBook = async (
  { userId, ask }: Person,
  account: Json,
  trades: ReadonlyMap<string, Json>,
): Promise<{ wrong: string[]; facts: BookFacts; tradeIds: string[]; entryIds: string[] }> => {
  const { id, book } = account;
  const wrong: string[] = [];
  const expect = (what: string, actual: unknown, expected: unknown) => {
    if (!new Big(String(actual)).eq(String(expected)))
      wrong.push(`${userId}/${id}#${book} ${what}: ${actual} instead of ${expected}`);
  };
  const ledger = await allOf(ask, `/v1/ledger?account=${id}&book=${book}`);
  const of = (kind: string) => ledger.filter((line) => line.kind === kind);
  const fills = of('fill');
  const deposits = sum(of('deposit').map(({ amount }) => amount)).plus(String(account.openingBalance));
  const withdrawals = sum(of('withdrawal').map(({ amount }) => amount)).neg();
  const fees = sum(fills.map(({ fee }) => fee));
  const traded = tradedOf(fills);
  const longs = [...traded.values()].filter(({ direction }) => direction === 'long');
  const shorts = [...traded.values()].filter(({ direction }) => direction === 'short');
  const { body: held } = await ask('GET', `/v1/positions?account=${id}`);
  const isCurrent = account.current === true;
  const positions = isCurrent ? (held.items as Json[]) : [];
  const costOf = (direction: string) =>
    sum(positions.filter((position) => position.direction === direction).map(({ cost }) => cost));
  const atCost = costOf('long');
  const collateral = costOf('short');
  // What is partly closed has the rest of its cost; what is whole has all of it.
  const openCost = (trades: readonly Traded[]) =>
    trades.every(({ bought, sold }) => sold.eq(0) || sold.eq(bought))
      ? sum(trades.filter(({ sold }) => sold.eq(0)).map(({ paid }) => paid))
      : undefined;
  expect('positions at cost', atCost, openCost(longs) ?? atCost);
  expect('collateral', collateral, openCost(shorts) ?? collateral);
  const gross = sum(longs.map(({ paid, got }) => got.minus(paid)))
    .plus(atCost)
    .plus(sum(shorts.map(({ paid, got }) => paid.minus(got))))
    .minus(collateral);

  expect('deposits', account.deposits, deposits);
  expect('withdrawals', account.withdrawals, withdrawals);
  expect('fees', account.fees, fees);
  expect('fills', account.fillCount, fills.length);
  expect('realized P&L', account.realizedPnl, gross);
  const cash = new Big(String(account.cash));
  const reserved = new Big(String(account.reserved));
  expect(
    'cash + reserved + positions at cost',
    cash.plus(reserved).plus(atCost),
    deposits.minus(withdrawals).plus(gross).minus(fees),
  );
  const waits = [...trades.values()].some(
    ({ status, accountId }) => status === 'pending' && accountId === id,
  );
  if (!waits) expect('reserved', reserved, collateral);
  else if (reserved.lt(collateral)) wrong.push(`${userId}/${id}#${book} reserved: less than the collateral`);

  for (const [tradeId, { bought, sold }] of traded) {
    const trade = trades.get(tradeId);
    if (!trade) wrong.push(`${userId}/${id}#${book}: the ledger has fills of ${tradeId}, which is not there`);
    else if (bought.gt(String(trade.quantity)) || sold.gt(bought))
      wrong.push(`${tradeId}: filled twice: ${bought} in and ${sold} out of ${trade.quantity}`);
    const own = fills.filter((fill) => fill.tradeId === tradeId).map((fill) => String(fill.id));
    const told = ((trade?.fills ?? []) as Json[]).map((fill) => String(fill.id));
    if (own.toSorted().join() !== told.toSorted().join())
      wrong.push(`${tradeId}: the ledger has ${own.join(' ')}, the trade ${told.join(' ')}`);
  }
  const audit = await ask('GET', `/v1/accounts/${id}/audit?book=${book}`);
  if (audit.body.balanced !== true || audit.body.conclusive !== true)
    wrong.push(`${userId}/${id}#${book} audit: ${audit.status} ${JSON.stringify(audit.body)}`);

  // What an exit took beyond the collateral of the part that it closed.
  const beyond = fills
    .filter(({ direction, leg }) => direction === 'short' && leg !== 'entry')
    .map(({ tradeId, quantity, notional, fee }) => {
      const short = traded.get(String(tradeId));
      const share = short ? short.paid.times(String(quantity)).div(short.bought) : new Big(0);
      return new Big(String(notional)).plus(String(fee)).minus(share.times(2));
    });
  return {
    wrong,
    facts: {
      fills: fills.length,
      beyondCollateral: sum(beyond.filter((loss) => loss.gt(0))),
      cash,
      archived: !isCurrent,
    },
    tradeIds: [...traded.keys()],
    entryIds: ledger.filter(({ kind }) => kind !== 'fill').map((line) => String(line.id)),
  };
};

/** Every book that a person ever had, as the API tells of it; `current` marks those in use. */
const booksOf = async ({ ask }: Person): Promise<Json[]> => {
  const books: Json[] = [];
  for (const id of ACCOUNTS) {
    const { status, body } = await ask('GET', `/v1/accounts/${id}`);
    if (status === 404) continue;
    if (status !== 200) throw new Error(`account ${id}: ${status}`);
    books.push({ ...body, current: true });
    for (let book = Number(body.book) - 1; book > 0; book--) {
      const audit = await ask('GET', `/v1/accounts/${id}/audit?book=${book}`);
      books.push(audit.body.account as Json);
    }
  }
  return books;
};

/** All books of a person against arithmetic of our own, and each thing that was made against the books. */
export const checkPerson = async (
  person: Person,
  made: { readonly trades: readonly string[]; readonly entries: readonly string[] },
): Promise<{ wrong: string[]; books: BookFacts[]; trades: Json[] }> => {
  const trades = await allOf(person.ask, '/v1/trades');
  const byId = new Map(trades.map((trade) => [String(trade.id), trade]));
  const found = [];
  for (const account of await booksOf(person)) found.push(await checkBook(person, account, byId));
  const wrong = found.flatMap((one) => one.wrong);
  const ledgerTrades = found.flatMap(({ tradeIds }) => tradeIds);
  if (new Set(ledgerTrades).size !== ledgerTrades.length)
    wrong.push(`${person.userId}: a trade has fills in two books`);
  for (const { id, fills } of trades)
    if ((fills as Json[]).length > 0 && !ledgerTrades.includes(String(id)))
      wrong.push(`${id}: filled, and in no ledger`);
  for (const id of made.trades) if (!byId.has(id)) wrong.push(`${person.userId}: trade ${id} is gone`);
  const entries = found.flatMap(({ entryIds }) => entryIds);
  for (const id of made.entries)
    if (entries.filter((entry) => entry === id).length !== 1)
      wrong.push(`${person.userId}: entry ${id} is not in the books once`);
  const names = trades.flatMap(({ clientTradeId }) => clientTradeId ?? []);
  if (new Set(names).size !== names.length) wrong.push(`${person.userId}: two trades of one clientTradeId`);
  for (const { facts } of found)
    if (facts.cash.plus(facts.beyondCollateral).lt(0))
      wrong.push(`${person.userId}: free cash of ${facts.cash} without a gap that explains it`);
  return { wrong, books: found.map(({ facts }) => facts), trades };
};
