import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page, type Response } from 'playwright-core';
import { parseConfig } from '../../../infra/local/config/config.ts';
import { type RuntimeOptions, startRuntime } from '../../../infra/local/runtime.ts';
import { createClient } from '../../../shared/contract/client.ts';

/** Debian's Chromium, or the one that CHROMIUM names. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(CHROMIUM);
export const NO_BROWSER = `skipped: no browser at ${CHROMIUM}; install chromium or set CHROMIUM`;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page, and what went wrong in it: errors of scripts, of the console, and refusals by the security policy. */
export const openPage = async (
  browser: Browser,
  viewport: { width: number; height: number },
): Promise<{ page: Page; complaints: string[] }> => {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
};

const SETTINGS = {
  PORT: '0',
  DATA_DIR: ':memory:',
  MARKET: 'simulated',
  // An order asks for a tick of its own; those in between take the machine from the browser.
  TICK_SECONDS: '5',
  LOG_LEVEL: 'SILENT',
};

/** The app over a simulated market that begins now, a browser, and a client of the demo user. */
export const startDesk = async (options: RuntimeOptions = {}) => {
  // A market with a clock of its own, which goes as the machine's does until somebody moves it on.
  const from = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();
  const config = parseConfig(SETTINGS, ['--from', from]);
  const [runtime, browser] = await Promise.all([startRuntime(config, options), launchBrowser()]);
  const { url, demoKey, clock } = runtime;
  return {
    url,
    demoKey,
    api: createClient({ baseUrl: url, apiKey: () => demoKey }),
    open: (viewport: { width: number; height: number }) => openPage(browser, viewport),
    /** Lets this much time of the market pass, ms, with all its ticks, as fast as they go: an order has its price after two seconds. */
    later: (ms: number): Promise<void> => clock.runUntil(clock.now() + ms),
    async stop() {
      await browser.close();
      await runtime.stop();
    },
  };
};
/** What a click sends has arrived, and been answered. */
export const answered = async (page: Page, path: RegExp, click: () => Promise<void>): Promise<void> => {
  const isSent = (response: Response) => response.request().method() !== 'GET' && path.test(response.url());
  await Promise.all([page.waitForResponse(isSent), click()]);
};
export type Desk = Awaited<ReturnType<typeof startDesk>>;
