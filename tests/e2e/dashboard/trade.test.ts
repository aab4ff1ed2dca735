import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answered, DESK, type Desk, hasBrowser, NO_BROWSER, PHONE, startDesk } from './browser.ts';

if (!hasBrowser) console.warn(NO_BROWSER);

/** The number that a cell shows: `−1,234.50` is -1234.5. */
const shown = async (cell: Locator): Promise<number> =>
  Number(((await cell.textContent()) ?? '').replace('−', '-').replace(/[+,]/g, ''));

const column = async (page: Page, table: string, row: Locator, name: string): Promise<Locator> => {
  const names = await page.getByRole('table', { name: table }).getByRole('columnheader').allTextContents();
  // The first column is the row's header, not a cell.
  return row.getByRole('cell').nth(names.indexOf(name) - 1);
};

const way = (page: Page, name: 'live' | 'polling'): Promise<void> =>
  page.locator(`[data-way="${name}"]`).waitFor({ timeout: 60_000 });

const buy = async (page: Page, fields: Record<string, string>): Promise<void> => {
  for (const [label, text] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(text);
  await answered(page, /\/v1\/trades$/, () =>
    page.getByRole('button', { name: /^Buy 0\.1 BTC now at about [\d,.]+$/ }).click(),
  );
};

describe.skipIf(!hasBrowser)('the dashboard over a simulated market', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk();
  }, 180_000);

  afterAll(() => desk?.stop());

  test('a trade is bought, explained, and sold by hand, without a reload', async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await page.getByText('Simulated market.').waitFor();
    await page.evaluate('window.neverReloaded = true');
    await page.getByLabel('Symbol').selectOption('BTC/USDT');

    await buy(page, { Quantity: '0.1' });
    await desk.later(3_000);
    const active = page.getByRole('table', { name: 'Active trades' }).getByRole('row', { name: /BTC\/USDT/ });
    await active.getByText('Open', { exact: true }).waitFor();
    const entry = await shown(await column(page, 'Active trades', active, 'Entry'));
    await page
      .getByRole('list', { name: 'Log' })
      .getByText('A market order fills at the first price it sees.')
      .waitFor();

    await active.getByRole('button', { name: 'Close' }).click();
    await answered(page, /\/close$/, () =>
      page.getByRole('button', { name: /^Sell all 0\.1 BTC now at about [\d,.]+$/ }).click(),
    );
    await desk.later(3_000);
    await page.getByRole('tab', { name: /^History/ }).click();
    const closed = page.getByRole('table', { name: 'History' }).getByRole('row', { name: /BTC\/USDT/ });
    await closed.getByText('Closed by hand').waitFor();

    const number = async (name: string) => shown(await column(page, 'History', closed, name));
    const exit = await number('Exit');
    expect(await number('Entry')).toBe(entry);
    expect(await number('Gross P&L')).toBeCloseTo((exit - entry) * 0.1, 1);
    // Both fills as taker at 0.6 %.
    expect(await number('Fees')).toBeCloseTo((entry + exit) * 0.1 * 0.006, 1);
    expect(await number('Net P&L')).toBeCloseTo((exit - entry) * 0.1 - (entry + exit) * 0.1 * 0.006, 1);

    expect(await page.evaluate('window.neverReloaded')).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a bracket trade sells by itself when its price comes', async () => {
    const { page, complaints } = await desk.open(PHONE);
    await page.goto(`${desk.url}/terminal`);
    await page.getByLabel('Symbol').selectOption('BTC/USDT');
    await page.getByRole('button', { name: 'Trade BTC/USDT' }).click();

    await buy(page, { Quantity: '0.1', 'Take profit': '+0.05%', 'Stop loss': '-0.05%' });
    await page.getByRole('tab', { name: /^History/ }).click();
    const closed = page.getByText(/^(Take profit|Stop loss), /);
    // Which of both comes, and when, is up to the market.
    for (let waited = 0; waited < 150 && !(await closed.isVisible()); waited += 10) await desk.later(10_000);
    await closed.waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  test('a broken rule is said while one types, and nothing is sent', async () => {
    const { page } = await desk.open(DESK);
    const sent: string[] = [];
    page.on('request', (request) => {
      // A ticket for the socket is no order.
      if (request.method() === 'POST' && !request.url().endsWith('/v1/stream-tickets'))
        sent.push(request.url());
    });
    await page.goto(`${desk.url}/terminal`);
    await page.getByText('Simulated market.').waitFor();
    await page.getByLabel('Quantity', { exact: true }).fill('0.1');
    await page.getByLabel('Stop loss', { exact: true }).fill('+1%');
    await page.getByText(/^Must be below [\d,.]+$/).waitFor();
    await page.getByRole('button', { name: 'Buy BTC', exact: true }).click();
    expect(sent).toEqual([]);
    await page.context().close();
  });

  test('a trade whose answer was lost is sent again as it was, and made once', async () => {
    const { page } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await page.getByLabel('Symbol').selectOption('ETH/USDT');
    // The request arrives and its trade is made; the answer does not come back.
    await page.route('**/v1/trades', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByLabel('Quantity', { exact: true }).fill('0.5');
    await page.getByLabel('Take profit', { exact: true }).fill('+50%');
    await page.getByRole('button', { name: /^Buy 0\.5 ETH now/ }).click();
    await page.getByText('It is not known whether the trade was made.').waitFor();

    await page.unroute('**/v1/trades');
    await page.getByRole('button', { name: 'Send it again as it was' }).click();
    await desk.later(3_000);
    await page.getByRole('button', { name: 'Buy ETH', exact: true }).waitFor();
    const rows = page.getByRole('table', { name: 'Active trades' }).getByRole('row', { name: /ETH\/USDT/ });
    await rows.getByText('Open', { exact: true }).waitFor();
    expect(await rows.count()).toBe(1);
    await page.context().close();
  });

  test('an order that waits is said with its fees and its end, cancelled, and found among all ended trades', async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await page.getByLabel('Symbol').selectOption('SOL/USDT');
    await page.getByText('Limit', { exact: true }).click();
    await page.getByLabel('Quantity', { exact: true }).fill('4.0001');
    // SOL/USDT is simulated with a lot of 0.001.
    await page.getByText('Must be a multiple of the lot size 0.001').waitFor();
    await page.getByLabel('Quantity', { exact: true }).fill('4');
    await page.getByLabel('Limit price').fill('100');
    await page.getByText('1 day', { exact: true }).click();
    // 4 x 100 x 0.6 %
    await page.getByText(/^Buys 4 SOL at 100\.00 or better, fee 2\.40; .* if it is not filled by /).waitFor();
    await page.getByRole('button', { name: 'Buy 4 SOL at 100.00 or better' }).click();

    const active = page.getByRole('table', { name: 'Active trades' }).getByRole('row', { name: /SOL\/USDT/ });
    await active.getByRole('button', { name: 'Cancel' }).click();
    await answered(page, /\/v1\/trades\/[^/]+$/, () =>
      page.getByRole('button', { name: 'Cancel the order to buy 4 SOL' }).click(),
    );
    await desk.later(3_000);
    await active.waitFor({ state: 'hidden' });
    // Its log stays in sight though the overview has it no longer.
    await page.getByText('Cancelled by the user.', { exact: true }).waitFor();

    await page.getByRole('tab', { name: /^History/ }).click();
    const ended = page.getByRole('table', { name: 'History' }).getByRole('row', { name: /SOL\/USDT/ });
    expect(await ended.count()).toBe(0);
    await page.getByText('All ended', { exact: true }).click();
    await ended.getByText('Cancelled by the user', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('an API out of reach is said, and its return too, without a reload', async () => {
    const { page } = await desk.open(PHONE);
    await page.routeWebSocket(/\/ws\?ticket=/, (socket) => socket.close());
    await page.goto(`${desk.url}/terminal`);
    await page.getByText('Simulated market.').waitFor();
    await page.route('**/v1/overview', (route) => route.abort());
    const banner = page.getByText('The API cannot be reached.');
    await banner.waitFor();
    await page.unroute('**/v1/overview');
    await banner.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('a key that the API does not accept brings back the sign-in', async () => {
    const { page } = await desk.open(PHONE);
    await page.goto(`${desk.url}/terminal`);
    await page.evaluate(`sessionStorage.setItem('apiKey', 'pw_this-key-was-never-given-to-anybody')`);
    await page.reload();
    await page.getByText('The API did not accept the key.').waitFor();
    await page.getByLabel('API key', { exact: true }).fill(desk.demoKey);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('Simulated market.').waitFor();
    await page.context().close();
  });

  test('prices and trades arrive without asking for the overview, and a fill is said', async () => {
    const { page, complaints } = await desk.open(DESK);
    // The exchange's own stream would move the price as well.
    await page.routeWebSocket(/miniTicker/, (socket) => socket.close());
    await page.goto(`${desk.url}/terminal`);
    await way(page, 'live');
    // Answered by nobody from here on: what moves now came by the socket.
    await page.route('**/v1/overview', () => undefined);
    const price = page.getByRole('region', { name: 'Price' }).locator('p').first();
    const before = await price.textContent();
    await desk.later(5_000);
    await expect.poll(() => price.textContent(), { timeout: 30_000 }).not.toBe(before);

    await desk.api.call('createTrade', {
      body: { symbol: 'BTC/USDT', quantity: '0.1', entry: { type: 'market' } },
    });
    await desk.later(3_000);
    const row = page.getByRole('table', { name: 'Active trades' }).getByRole('row', { name: /BTC\/USDT/ });
    await row.getByText('Open', { exact: true }).waitFor();
    await page
      .getByRole('list', { name: 'New fills' })
      .getByText(/^Bought 0\.1 BTC at [\d,.]+$/)
      .waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('a socket that drops is said, polling takes over, and it is mended', async () => {
    const { page } = await desk.open(DESK);
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/\/ws\?ticket=/, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.goto(`${desk.url}/terminal`);
    await way(page, 'live');
    await sockets[0]?.close();
    await way(page, 'polling');
    await way(page, 'live');
    expect(sockets.length).toBe(2);
    await page.context().close();
  }, 120_000);
});
