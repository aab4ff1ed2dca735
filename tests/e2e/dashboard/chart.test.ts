import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK, type Desk, hasBrowser, NO_BROWSER, PHONE, startDesk } from './browser.ts';

if (!hasBrowser) console.warn(NO_BROWSER);

const chartOf = (page: Page): Locator => page.getByRole('img', { name: /^BTC\/USDT, \d+ candles of / });

describe.skipIf(!hasBrowser)('the chart of the terminal', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk();
  }, 180_000);

  afterAll(() => desk?.stop());

  /** A trade with its exits so near that they are in sight. */
  const bracket = async () => {
    const { price } = await desk.api.call('getPrice', { params: { pair: 'BTC-USDT' } });
    const at = (share: number): string => (Number(price) * share).toFixed(2);
    return desk.api.call('createTrade', {
      body: {
        symbol: 'BTC/USDT',
        quantity: '0.1',
        entry: { type: 'limit', limit: at(0.9) },
        takeProfit: at(1.0015),
        stopLoss: at(0.8985),
      },
    });
  };

  test('shows candles of each timeframe, and remembers the one that was chosen', async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    for (const interval of ['1m', '3m', '5m', '15m', '1h', '4h', '1d']) {
      await page.getByText(interval, { exact: true }).click();
      await page.locator(`[data-interval="${interval}"]:not([data-bars="0"])`).waitFor();
    }
    await page.getByText('1h', { exact: true }).click();
    await page.reload();
    await page.locator('[data-interval="1h"]:not([data-bars="0"])').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('its candles are those of the API, as a table too', async () => {
    const { page } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await page.getByText('1m', { exact: true }).click();
    await page.locator('[data-interval="1m"]:not([data-bars="0"])').waitFor();
    const { items } = await desk.api.call('listCandles', {
      query: { symbol: 'BTC/USDT', interval: '1m', limit: '10' },
    });
    // The first of them is closed: it stays as it is.
    const [first] = items;
    if (!first) throw new Error('no candle');
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.getByRole('table', { name: 'Candles of BTC/USDT, 1m' }).getByRole('row');
    const texts = await rows.allTextContents();
    const shown = (decimal: string): string =>
      Number(decimal).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    expect(
      texts.some((text) => [first.open, first.high, first.low].every((value) => text.includes(shown(value)))),
    ).toBe(true);
    await page.context().close();
  });

  test('a level that is dragged says what it makes there, and the API has it once it is confirmed', async () => {
    const trade = await bracket();
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await chartOf(page).waitFor();
    const target = page.getByRole('slider', { name: 'Take profit of BTC/USDT' });
    await target.waitFor();
    const box = await target.boundingBox();
    if (!box) throw new Error('the level has no place');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 6, { steps: 3 });
    const words = (await target.getAttribute('aria-valuetext')) ?? '';
    await page.mouse.up();

    const [, price = ''] = /^Take profit ([\d,.]+), \+[\d,.]+ there$/.exec(words) ?? [];
    expect(Number(price.replaceAll(',', ''))).toBeGreaterThan(Number(trade.takeProfit));
    await page
      .getByText(/^The take profit of BTC\/USDT long, 0\.1 BTC, moves from .* If it fills there it makes \+/)
      .waitFor();
    await page.getByRole('button', { name: `Set the take profit to ${price}` }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.later(3_000);
    await expect
      .poll(async () => (await desk.api.call('getTrade', { params: { id: trade.id } })).takeProfit, {
        timeout: 60_000,
      })
      .toBe(price.replaceAll(',', '').replace(/\.?0+$/, ''));
    await desk.api.call('cancelTrade', { params: { id: trade.id } });
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('a target and a trailing stop move too; what the API refuses is back in its place, and why is said', async () => {
    const { price } = await desk.api.call('getPrice', { params: { pair: 'BTC-USDT' } });
    const at = (share: number): string => (Number(price) * share).toFixed(2);
    const trailing = (Number(price) * 0.003).toFixed(2);
    const { id } = await desk.api.call('createTrade', {
      body: {
        symbol: 'BTC/USDT',
        quantity: '0.1',
        entry: { type: 'market' },
        targets: [
          { price: at(1.02), percent: '50' },
          { price: at(1.03), percent: '50' },
        ],
        trailing: { amount: trailing },
      },
    });
    const read = () => desk.api.call('getTrade', { params: { id } });
    await desk.later(3_000);
    await expect
      .poll(async () => (await read()).legs.find(({ leg }) => leg === 'trailing_stop')?.price ?? null, {
        timeout: 60_000,
      })
      .not.toBeNull();
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await chartOf(page).waitFor();
    const move = async (name: string, steps: number) => {
      const handle = page.getByRole('slider', { name }).first();
      await handle.evaluate((element: { focus: () => void }) => element.focus());
      for (let step = 0; step < Math.abs(steps); step += 1)
        await page.keyboard.press(steps > 0 ? 'ArrowUp' : 'ArrowDown');
      const words = await handle.getAttribute('aria-valuetext');
      await page.keyboard.press('Enter');
      return words ?? '';
    };

    // The level begins to follow this far behind the price of now.
    const words = await move('Trailing stop of BTC/USDT', -5);
    const [, distance = ''] = /, ([\d,.]+) USDT behind$/.exec(words) ?? [];
    await page
      .getByRole('button', { name: `Set the distance of the trailing stop to ${distance} USDT` })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.later(3_000);
    await expect
      .poll(async () => Number((await read()).trailing?.amount), { timeout: 60_000 })
      .toBe(Number(distance.replaceAll(',', '')));
    await expect.poll(async () => (await read()).state, { timeout: 60_000 }).toBe('open');
    await page.getByRole('table', { name: 'Active trades' }).getByText('Open', { exact: true }).waitFor();

    const moved = await move('Target of BTC/USDT', 5);
    const set = page.getByRole('button', { name: /^Set the target to / });
    await set.waitFor();
    expect((await read()).targets?.[0]?.price).toBe(at(1.02).replace(/\.?0+$/, ''));
    // Somebody else is faster: what the targets were when this one was dragged may be true no longer.
    await desk.api.call('amendTrade', { params: { id }, body: { stopLoss: at(0.9) } });
    await set.click();
    await page
      .getByRole('alert')
      .getByText(/look at it again\. Nothing was changed\.$/)
      .waitFor();
    const target = page.getByRole('slider', { name: 'Target of BTC/USDT', includeHidden: true }).first();
    expect(await target.getAttribute('aria-valuetext')).not.toBe(moved);
    await page.getByRole('button', { name: /^Leave it at/ }).click();
    await desk.api.call('closeTrade', { params: { id } });
    // The refusal itself, as the browser notes it.
    expect(complaints.filter((text) => !text.includes('412'))).toEqual([]);
    await page.context().close();
  }, 180_000);

  test('by the keyboard too; Escape and the dialog leave it where it was', async () => {
    const trade = await bracket();
    const { page } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    const target = page.getByRole('slider', { name: 'Take profit of BTC/USDT' }).first();
    await target.waitFor();
    const before = await target.getAttribute('aria-valuetext');
    await target.focus();
    await page.keyboard.press('ArrowUp');
    expect(await target.getAttribute('aria-valuetext')).not.toBe(before);
    await page.keyboard.press('Escape');
    expect(await target.getAttribute('aria-valuetext')).toBe(before);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Leave it at/ }).click();
    const kept = await desk.api.call('getTrade', { params: { id: trade.id } });
    expect([kept.takeProfit, kept.state]).toEqual([trade.takeProfit, 'pending']);
    await desk.api.call('cancelTrade', { params: { id: trade.id } });
    await page.context().close();
  });

  test('the menu of indicators adds a line, and RSI a pane of its own', async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await page.locator('[data-bars]:not([data-bars="0"])').waitFor();
    const panes = page.locator('[aria-label="Chart"] tr:has(canvas)');
    const before = await panes.count();
    const menu = page.getByRole('button', { name: /^Indicators/ });
    await menu.click();
    const [answer] = await Promise.all([
      page.waitForResponse((response) =>
        /candles\?.*indicators=rsi/.test(decodeURIComponent(response.url())),
      ),
      page.getByRole('group', { name: 'Indicators' }).getByLabel('RSI 14').check(),
    ]);
    expect(answer.status()).toBe(200);
    await page.getByRole('group', { name: 'Indicators' }).getByLabel('EMA 50').check();
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: 'Indicators' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Indicators (2)' }).waitFor();
    await expect.poll(() => panes.count(), { timeout: 20_000 }).toBeGreaterThan(before);
    await page.reload();
    await expect.poll(() => panes.count(), { timeout: 20_000 }).toBeGreaterThan(before);
    await menu.click();
    await page.getByRole('group', { name: 'Indicators' }).getByLabel('RSI 14').uncheck();
    await expect.poll(() => panes.count(), { timeout: 20_000 }).toBe(before);
    // Where the chart breaks, an offer to load it again stands in its place.
    expect(await page.getByRole('button', { name: 'Load it again' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a fill opens its evidence from its candle', async () => {
    const { id } = await desk.api.call('createTrade', {
      body: { symbol: 'BTC/USDT', quantity: '0.01', entry: { type: 'market' } },
    });
    await desk.later(3_000);
    await expect
      .poll(async () => (await desk.api.call('getTrade', { params: { id } })).fills.length, {
        timeout: 30_000,
      })
      .toBe(1);
    const { fills } = await desk.api.call('getTrade', { params: { id } });
    const { page, complaints } = await desk.open(DESK);
    await page.goto(`${desk.url}/terminal`);
    await page.getByText('1h', { exact: true }).click();
    await page.locator('[data-interval="1h"]:not([data-bars="0"])').waitFor();
    await chartOf(page).focus();
    const evidence = page.getByRole('dialog', { name: 'Entry, BTC/USDT long' });
    await expect
      .poll(
        async () => {
          if (await evidence.isVisible()) return true;
          await page.keyboard.press('Enter');
          return evidence.isVisible();
        },
        { timeout: 20_000, interval: 1_000 },
      )
      .toBe(true);
    await evidence.getByText('A market order fills at the first price it sees.').waitFor();
    const shown = Number(fills[0]?.price).toLocaleString('en', { minimumFractionDigits: 2 });
    await evidence.getByText(shown, { exact: true }).first().waitFor();
    await evidence.getByRole('button', { name: 'Open the trade and its log' }).click();
    await page.getByRole('list', { name: 'Log' }).waitFor();
    await desk.api.call('closeTrade', { params: { id } });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a chart with nearly nothing has its last week fetched by itself; a longer past is offered', async () => {
    const { page, complaints } = await desk.open(DESK);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/candle-imports'))
        asked.push(request.postData() ?? '');
    });
    const pages = ['5m', '1h'].map((interval) => page.locator(`[data-interval="${interval}"]`));
    const bars = async (at: number) => Number(await pages[at]?.getAttribute('data-bars'));
    await page.goto(`${desk.url}/terminal`);
    await page.getByLabel('Symbol').selectOption('SOL/USDT');
    // Nothing was pressed: a page of candles of five minutes, 3.5 days, where the market began minutes ago.
    await expect.poll(() => bars(0), { timeout: 120_000 }).toBeGreaterThanOrEqual(900);
    await page.getByText('1h', { exact: true }).click();
    await page.getByText(/^\d+ d of history missing\.$/).waitFor();
    expect(await bars(1)).toBeLessThan(200);
    await page.getByRole('button', { name: /^Fetch the last 90 days from / }).click();
    await page.getByText(/^Fetching history from /).waitFor();
    const ofSol = asked.filter((body) => body.includes('SOL/USDT'));
    expect(ofSol).toHaveLength(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  test('with a key that may only look nothing is fetched, and it says why', async () => {
    const { key } = await desk.api.call('createApiKey', { body: { name: 'looks', scopes: ['read'] } });
    const { page } = await desk.open(DESK);
    const answers: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/v1/candle-imports')) answers.push(response.status());
    });
    await page.addInitScript(`sessionStorage.setItem('apiKey', '${key}')`);
    await page.goto(`${desk.url}/terminal`);
    for (const symbol of ['XRP/USDT', 'ADA/USDT']) {
      await page.getByLabel('Symbol').selectOption(symbol);
      await page.getByText('Fetching it needs the scope trade, which this key lacks.').waitFor();
    }
    // Asked once, refused once.
    expect(answers).toEqual([403]);
    await page.context().close();
  });

  test('on a phone it stands above, and the ticket is a sheet', async () => {
    const { page, complaints } = await desk.open(PHONE);
    await page.goto(`${desk.url}/terminal`);
    await chartOf(page).waitFor();
    const box = await chartOf(page).boundingBox();
    expect(box?.width).toBeLessThanOrEqual(PHONE.width);
    expect(box?.height).toBeGreaterThan(200);
    await page.getByRole('button', { name: 'Trade BTC/USDT' }).click();
    await page.getByRole('dialog').getByLabel('Quantity', { exact: true }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
