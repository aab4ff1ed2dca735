import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type Runtime, startRuntime } from '../../../infra/local/runtime.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { DESK, hasBrowser, launchBrowser, NO_BROWSER, openPage, PHONE } from '../dashboard/browser.ts';

if (!hasBrowser) console.warn(NO_BROWSER);

describe.runIf(hasBrowser)('the reference at /docs', () => {
  let runtime: Runtime;
  let browser: Browser;

  beforeAll(async () => {
    const config = parseConfig({ PORT: '0', DATA_DIR: ':memory:' }, ['--market', 'simulated', '--paused']);
    [runtime, browser] = await Promise.all([startRuntime(config), launchBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), runtime?.stop()]);
  });

  test.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])(
    'on a %s shows every operation, loads nothing from elsewhere and breaks no rule',
    async (_, viewport) => {
      const { page, complaints } = await openPage(browser, viewport);
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(`${runtime.url}/`)) elsewhere.push(request.url());
      });
      await page.goto(`${runtime.url}/docs`, { waitUntil: 'networkidle' });
      for (const { id, path } of operations) {
        const section = page.locator(`section[id="${id}"]`);
        expect([id, await section.locator('h3').textContent()]).toEqual([id, expect.stringContaining(path)]);
        expect([id, await section.locator('pre').count()]).toEqual([id, 2]);
        expect([id, await section.getByText('Errors', { exact: true }).count()]).toEqual([id, 1]);
      }
      // Every link within the page leads somewhere, and nothing is wider than the screen.
      const seen = await page.evaluate(`({
      dead: [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => link.getAttribute('href').slice(1))
        .filter((id) => !document.getElementById(id)),
      tooWide: document.documentElement.scrollWidth - innerWidth,
    })`);
      expect(seen).toEqual({ dead: [], tooWide: 0 });
      expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
      await page.context().close();
    },
  );

  test('is read without a script, and keeps the theme that the dashboard has', async () => {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${runtime.url}/docs`);
    expect(await plain.locator('h1').textContent()).toBe('API reference');
    await context.close();
    const { page } = await openPage(browser, DESK);
    await page.goto(`${runtime.url}/docs`);
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.goto(runtime.url);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await page.context().close();
  });
});
