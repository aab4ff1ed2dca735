import type { Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK, type Desk, hasBrowser, NO_BROWSER, startDesk } from './browser.ts';

if (!hasBrowser) console.warn(NO_BROWSER);

const way = (page: Page, name: 'live' | 'polling'): Promise<void> =>
  page.locator(`[data-way="${name}"]`).waitFor({ timeout: 60_000 });

describe.skipIf(!hasBrowser)('the dashboard by its WebSocket', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk();
  }, 180_000);

  afterAll(() => desk?.stop());

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
