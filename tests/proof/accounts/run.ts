import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Big from 'big.js';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { findOrphans } from '../../fixtures/orphans.ts';
import { type Random, randomFrom } from '../../oracle/prng.ts';
import { startFaultyDynamodb } from '../faulty-dynamodb.ts';
import { checkPerson } from './check.ts';
import type { Answer } from './client.ts';
import {
  ACCOUNTS,
  BASES,
  OPERATIONS,
  type Person,
  type Planned,
  pickOperation,
  type Scene,
} from './operations.ts';
import { settle } from './people.ts';
import { randomMarket } from './random-market.ts';
import { Register } from './register.ts';
import { upheaval } from './upheaval.ts';

const MINUTE = 60_000;
const MOST_AT_ONCE = 24;
const NAMES = ['ann', 'bob', 'cleo'];
/** Operations for each minute of the market. */
const PACE = 8;

export interface AccountsOptions {
  readonly seed: number;
  readonly operations: number;
  /** How often something is killed; every fourth time, everything. */
  readonly kills: number;
  readonly progress?: (operations: number) => void;
}

export interface AccountsRun {
  readonly operations: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly performed: Readonly<Record<string, number>>;
  readonly disturbed: Readonly<Record<string, number>>;
  readonly books: number;
  readonly archived: number;
  readonly fills: number;
  readonly trades: number;
  readonly closeReasons: Readonly<Record<string, number>>;
  /** Books whose free cash a gap took below zero, at some time. */
  readonly overdrawn: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
}

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

class Run {
  readonly register = new Register();
  readonly statuses: Record<string, number> = {};
  readonly performed: Record<string, number> = {};
  readonly wrong: string[] = [];
  /** The least free cash that was seen of each book. */
  readonly least = new Map<string, Big>();
  operations = 0;

  async send(person: Person, request: Planned): Promise<Answer> {
    this.register.note(person, request);
    const answer = await person.ask(request.method, request.path, request.body);
    this.register.answered(person, request, answer);
    count(this.statuses, String(answer.status));
    if (request.path === '/v1/trades' && answer.status === 201) person.trades.push(String(answer.body.id));
    if (request.path === '/v1/orders' && answer.status === 201) person.orders.push(String(answer.body.id));
    this.#look(person, request, answer);
    return answer;
  }

  #look({ userId }: Person, { path, method }: Planned, { status, body }: Answer): void {
    if (path.endsWith('/audit') && body.conclusive === true && body.balanced !== true)
      this.wrong.push(`${userId} ${path}: ${JSON.stringify(body)}`);
    if (method !== 'GET' || path !== '/v1/accounts' || status !== 200) return;
    for (const { id, book, cash } of body.items as Record<string, unknown>[]) {
      const key = `${userId}/${id}#${book}`;
      const before = this.least.get(key) ?? new Big(0);
      if (before.gt(String(cash))) this.least.set(key, new Big(String(cash)));
    }
  }

  /** What was asked for and never answered is asked for again, until it is. */
  async resolve(): Promise<void> {
    for (let round = 0; round < 10 && this.register.unresolved().length > 0; round++) {
      for (const { person, request } of this.register.unresolved()) await this.send(person, request);
      if (this.register.unresolved().length > 0) await sleep(1_000);
    }
    for (const { person, request } of this.register.unresolved())
      this.wrong.push(`${person.userId} ${request.path} ${request.once}: never answered`);
  }
}

const burst = (run: Run, scene: Scene, people: readonly Person[], size: number): Promise<Answer>[] => {
  const { random } = scene;
  return Array.from({ length: size }).flatMap(() => {
    const name = pickOperation(random);
    const person = random.pick(people);
    const request = OPERATIONS[name]?.plan(scene, person);
    if (!request) return [];
    run.operations++;
    count(run.performed, name);
    // Now and then twice at the same moment, as a double click does.
    const times = request.once !== undefined && random.chance(0.15) ? 2 : 1;
    return Array.from({ length: times }, () => run.send(person, request));
  });
};

/** Ends whatever waits or is open, of everybody. */
const endAll = async (people: readonly Person[]): Promise<void> => {
  for (const { ask } of people) {
    const { body } = await ask('GET', '/v1/trades?status=pending,open&limit=100');
    for (const { id, status } of (body.items ?? []) as Record<string, unknown>[]) {
      if (status === 'pending') await ask('DELETE', `/v1/trades/${id}`);
      else await ask('POST', `/v1/trades/${id}/close`);
    }
  }
};

const live = async (
  run: Run,
  runtime: Runtime,
  scene: Scene,
  people: readonly Person[],
  options: AccountsOptions,
  disturbance: ReturnType<typeof upheaval>,
) => {
  const random: Random = randomFrom(options.seed + 5);
  const every = options.operations / Math.max(1, options.kills);
  let killed = 0;
  while (run.operations < options.operations) {
    const size = scene.random.int(1, MOST_AT_ONCE);
    const answers = burst(run, scene, people, size);
    const target = runtime.clock.now() + Math.max(1, Math.round(size / PACE)) * MINUTE;
    // The ticks of the next minutes run beside the requests.
    const ticks = runtime.clock.runUntil(target);
    if (run.operations >= (killed + 0.5) * every && killed < options.kills) {
      await sleep(random.next() * 60);
      const down = killed % 4 === 3 ? disturbance.blackout() : disturbance.kill();
      if (down) killed++;
    }
    await Promise.all([...answers, ticks]);
    options.progress?.(run.operations);
  }
};

/**
 * Random operations of several people on several accounts over a wild market: many at once, repeated, their answers
 * lost, the functions killed in the middle. Then every book against its own lines, and every table for what hangs loose.
 */
export const runAccounts = async (options: AccountsOptions): Promise<AccountsRun> => {
  const began = performance.now();
  const { seed } = options;
  const market = randomMarket(seed, Math.ceil(options.operations / 2) + 200, BASES);
  let endpoint = '';
  const faulty = await startFaultyDynamodb(
    () => endpoint,
    { lost: 0.004, throttled: 0.004 },
    randomFrom(seed + 1).next,
  );
  const config = parseConfig({ PORT: '0', DATA_DIR: ':memory:', LOG_LEVEL: 'SILENT' }, [
    ...['--market', 'replay', '--speed', 'max', '--paused'],
    ...market.files.flatMap((file) => ['--data', file]),
  ]);
  const runtime = await startRuntime(config, {
    environment: { AWS_ENDPOINT_URL_DYNAMODB: faulty.url },
    onDynamodb: (url) => {
      endpoint = url;
    },
  });
  const disturbance = upheaval(runtime, randomFrom(seed + 2));
  try {
    const run = new Run();
    const people = await settle(runtime, NAMES);
    const random = randomFrom(seed);
    let names = 0;
    const scene: Scene = {
      random,
      market,
      now: () => runtime.clock.now(),
      newName: () => `n${++names}`,
      named: (person) => run.register.of(person),
    };
    const minutes = (count: number) => runtime.clock.runUntil(runtime.clock.now() + count * MINUTE);
    const turn = (state: 'on' | 'off') => {
      faulty.turn(state);
      disturbance.turn(state);
    };
    for (const person of people)
      for (const id of ACCOUNTS.slice(1))
        await person.ask('POST', '/v1/accounts', { id, name: id, openingBalance: '20000' });
    turn('on');
    await live(run, runtime, scene, people, options, disturbance);
    turn('off');
    await minutes(10);
    await run.resolve();
    await minutes(3);

    const check = async (when: string) => {
      const found = [];
      for (const person of people) {
        const made = {
          trades: [...run.register.made(person, 'trade'), ...person.trades],
          entries: run.register.made(person, 'cash'),
        };
        found.push(await checkPerson(person, made));
      }
      run.wrong.push(...found.flatMap(({ wrong }) => wrong.map((one) => `${when}: ${one}`)));
      const orphans = await findOrphans(runtime.dynamodbEndpoint, runtime.variables);
      run.wrong.push(...orphans.map((orphan) => `${when}: ${orphan}`));
      return found;
    };
    await check('with trades open');
    for (let round = 0; round < 3; round++) {
      await endAll(people);
      await minutes(4);
    }
    const found = await check('with all ended');
    const books = found.flatMap((one) => one.books);
    const trades = found.flatMap((one) => one.trades);
    for (const { status, id } of trades)
      if (status === 'pending' || status === 'open') run.wrong.push(`${id} is still ${status}`);
    const beyond = books.reduce<Big>((sum, book) => sum.plus(book.beyondCollateral), new Big(0));
    for (const [book, cash] of run.least)
      if (cash.plus(beyond).lt(0)) run.wrong.push(`${book}: free cash was ${cash}, and no gap explains it`);
    return {
      operations: run.operations,
      statuses: run.statuses,
      performed: run.performed,
      disturbed: { ...disturbance.counts, ...faulty.counts },
      books: books.length,
      archived: books.filter(({ archived }) => archived).length,
      fills: books.reduce((sum, book) => sum + book.fills, 0),
      trades: trades.length,
      closeReasons: trades.reduce<Record<string, number>>((reasons, { closeReason, status }) => {
        count(reasons, String(closeReason ?? status));
        return reasons;
      }, {}),
      overdrawn: run.least.size,
      seconds: Math.round((performance.now() - began) / 100) / 10,
      wrong: [...run.register.wrong, ...run.wrong],
    };
  } finally {
    disturbance.stop();
    await runtime.stop();
    await faulty.stop();
    rmSync(market.folder, { recursive: true, force: true });
  }
};
