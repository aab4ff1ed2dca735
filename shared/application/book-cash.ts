import type { Account } from '../domain/accounts/account.ts';
import type { CashEntry } from '../domain/accounts/ledger.ts';
import { compare, type Money } from '../domain/money/decimal.ts';
import { ok, type Result, refuse } from '../domain/problem.ts';
import type { BookPorts } from './ports.ts';

export interface CashRequest {
  readonly userId: string;
  readonly accountId: string;
  readonly kind: CashEntry['kind'];
  /** More than zero. */
  readonly amount: Money;
  readonly clientEntryId?: string | undefined;
  /** ms */
  readonly now: number;
}

interface Booked {
  readonly entry: CashEntry;
  readonly repeated: boolean;
}

/** The first answer again; another request under the same id is refused. */
const repeat = (request: CashRequest, before: CashEntry): Result<Booked> =>
  before.kind === request.kind && compare(before.amount, request.amount) === 0
    ? ok({ entry: before, repeated: true })
    : refuse('client_id_conflict', `clientEntryId was used before, for a ${before.kind} of ${before.amount}`);

const tooLittle = ({ amount }: CashRequest, account: Account | undefined) => {
  const there = account?.cash ?? '0';
  return refuse('insufficient_funds', `the withdrawal takes ${amount}, and ${there} is free`, [
    { field: 'amount', code: 'insufficient_funds', message: `needs ${amount}, free cash is ${there}` },
  ]);
};

/** A deposit or a withdrawal of virtual money: its line in the book and the account's cash in one transaction. */
export const bookCash = async (ports: BookPorts, request: CashRequest): Promise<Result<Booked>> => {
  const { userId, accountId, kind, amount, clientEntryId, now } = request;
  const account = await ports.accounts.load(userId, accountId);
  if (!account) return refuse('not_found', `there is no account ${accountId}`);
  const earlier = () =>
    clientEntryId === undefined ? undefined : ports.ledger.earlier(account, clientEntryId);
  const before = await earlier();
  if (before) return repeat(request, before);
  const entry: CashEntry = { kind, id: ports.newId(now), time: now, amount, clientEntryId };
  switch (await ports.ledger.book(account, entry)) {
    case 'booked':
      return ok({ entry, repeated: false });
    case 'not_active':
      return refuse(
        'account_not_active',
        `account ${accountId} takes no ${kind}s: it is being reset or closed`,
      );
    case 'insufficient_funds':
      return tooLittle(request, await ports.accounts.load(userId, accountId));
    case 'taken': {
      // Two requests with one clientEntryId at the same moment: the other was first.
      const first = await earlier();
      return first ? repeat(request, first) : refuse('not_found', 'the entry made first is gone');
    }
  }
};
