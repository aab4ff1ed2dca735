import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answered, DESK, type Desk, hasBrowser, NO_BROWSER, PHONE, startDesk } from './browser.ts';

if (!hasBrowser) console.warn(NO_BROWSER);

const rows = (page: Page): Locator =>
  page
    .getByRole('table', { name: 'Markets' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
/** The tickers in the order in which they stand. */
const tickers = async (page: Page): Promise<string[]> =>
  rows(page).locator('th button span:last-child').allTextContents();
const numbers = (texts: readonly (string | null)[]): number[] =>
  texts.map((text) => Number((text ?? '').replace('−', '-').replace(/[+,% ]/g, '')));

describe.skipIf(!hasBrowser)('the board', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk();
    // It is made once a minute.
    await vi.waitUntil(async () => (await desk.api.call('listMarkets', { query: {} })).items.length > 3, {
      timeout: 90_000,
      interval: 500,
    });
  }, 180_000);

  afterAll(() => desk?.stop());

  test('comes first, and is sorted by the column that is pressed, either way', async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(desk.url);
    await rows(page).first().waitFor();
    const { items } = await desk.api.call('listMarkets', { query: { limit: '100' } });
    expect(await tickers(page)).toEqual(items.map(({ base }) => base));

    await page.getByRole('button', { name: '24 h', exact: true }).click();
    const changes = async () => numbers(await rows(page).locator('td:nth-child(5)').allTextContents());
    const falling = await changes();
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await page.getByRole('button', { name: '24 h', exact: true }).click();
    const rising = await changes();
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    expect(
      await page.getByRole('columnheader', { name: '24 h', exact: true }).getAttribute('aria-sort'),
    ).toBe('ascending');
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('the key / leads to the search, which finds as one types', async () => {
    const { page } = await desk.open(DESK);
    await page.goto(desk.url);
    await rows(page).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('eth');
    await expect.poll(async () => (await tickers(page))[0]).toBe('ETH');
    expect((await tickers(page)).length).toBeLessThan(10);
    await page.keyboard.type('zzz');
    await page.getByText('is called “ethzzz”.').waitFor();
    await page.keyboard.press('Escape');
    await rows(page).nth(3).waitFor();
    await page.context().close();
  });

  test('stars go on the watchlist of the person, and are there again after a reload', async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(desk.url);
    const star = (name: string) => page.getByRole('button', { name: `Watch ${name}`, exact: true });
    await star('Bitcoin').click();
    await star('Ethereum').click();
    await page.getByRole('button', { name: /^Watchlist\s*2$/ }).click();
    expect((await tickers(page)).toSorted()).toEqual(['BTC', 'ETH']);
    await expect
      .poll(async () => (await desk.api.call('listWatchlists', {})).items.map(({ symbols }) => symbols))
      .toEqual([['BTC/USDT', 'ETH/USDT']]);
    await page.reload();
    await page.getByRole('button', { name: /^Watchlist\s*2$/ }).click();
    await star('Bitcoin').click();
    await expect.poll(() => tickers(page)).toEqual(['ETH']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a coin opens with what it is traded as, and leads to its terminal', async () => {
    const { page } = await desk.open(DESK);
    await page.goto(desk.url);
    await rows(page)
      .filter({ hasText: 'SOL' })
      .first()
      .getByRole('button', { pressed: false })
      .last()
      .click();
    await page.getByRole('button', { name: 'Trade', exact: true }).click();
    await page.waitForURL('**/terminal');
    expect(await page.getByLabel('Symbol').inputValue()).toBe('SOL/USDT');
    await page.context().close();
  });

  test('a coin that nobody follows yet is bought from the board', async () => {
    const listed = await desk.api.call('listInstruments', { query: {} });
    expect(listed.items.map(({ symbol }) => symbol)).not.toContain('ARB/USDT');
    const { page, complaints } = await desk.open(DESK);
    await page.goto(desk.url);
    await rows(page).first().waitFor();
    await page.getByRole('searchbox').fill('ARB');
    await rows(page).getByRole('button', { name: 'ARB', exact: false }).last().click();
    await page.getByRole('button', { name: 'Trade', exact: true }).click();
    await page.waitForURL('**/terminal');
    expect(await page.getByLabel('Symbol').inputValue()).toBe('ARB/USDT');
    const { items } = await desk.api.call('listInstruments', { query: { all: 'true', search: 'ARB/USDT' } });
    const arb = items.find(({ symbol }) => symbol === 'ARB/USDT');
    if (!arb) throw new Error('not listed');
    const price = page.getByRole('region', { name: 'Price' }).locator('p').first();
    await expect.poll(() => price.textContent(), { timeout: 30_000 }).toMatch(/\d/);
    await page.locator('[data-bars]:not([data-bars="0"])').waitFor({ timeout: 120_000 });
    // The rules of the instrument are those of its exchange: whole coins only.
    expect(arb.lotSize).toBe('1');
    await page.getByLabel('Quantity', { exact: true }).fill('100.5');
    await page.getByText('Must be a multiple of the lot size 1').waitFor();
    await page.getByLabel('Quantity', { exact: true }).fill('100');
    await answered(page, /\/v1\/trades$/, () =>
      page.getByRole('button', { name: /^Buy 100 ARB now at about [\d,.]+$/ }).click(),
    );
    await desk.later(3_000);
    const row = page.getByRole('table', { name: 'Active trades' }).getByRole('row', { name: /ARB\/USDT/ });
    await row.getByText('Open', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  test("the exchange's own stream moves its prices, marked as such, and its absence breaks nothing", async () => {
    const { page, complaints } = await desk.open(DESK);
    await page.goto(desk.url);
    const price = rows(page).filter({ hasText: 'BTC' }).first().locator('td:nth-child(3)');
    await price.getByRole('img', { name: /^Exchange stream, display only/ }).waitFor();
    const before = await price.textContent();
    await expect.poll(() => price.textContent(), { timeout: 20_000 }).not.toBe(before);
    expect(complaints).toEqual([]);
    await page.context().close();

    const { page: cut } = await desk.open(DESK);
    await cut.routeWebSocket(/miniTicker/, (socket) => socket.close());
    await cut.goto(desk.url);
    await rows(cut).first().waitFor();
    expect(await cut.getByRole('img', { name: /^Exchange stream/ }).count()).toBe(0);
    expect((await tickers(cut)).length).toBeGreaterThan(3);
    await cut.context().close();
  }, 60_000);

  test('on a phone it is a list that fits', async () => {
    const { page } = await desk.open(PHONE);
    await page.goto(desk.url);
    await page.getByRole('list', { name: 'Markets' }).getByRole('listitem').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await page.getByLabel('Sort by').selectOption('name');
    const names = await page
      .getByRole('list', { name: 'Markets' })
      .locator('button span:last-child')
      .allTextContents();
    const plain = names.map((name) => name.replace(/^\d+\. /, '').toLowerCase());
    expect(plain).toEqual(plain.toSorted());
    await page.context().close();
  });
});
