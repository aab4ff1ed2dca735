import * as z from 'zod';

/** What the page's own server says of it. */
const configSchema = z.object({
  /** Exists on one's own machine only. */
  demoKey: z.string().optional(),
  market: z.string().optional(),
  /** Where the exchange streams its public prices. */
  binanceStreamUrl: z
    .string()
    .regex(/^wss?:\/\//)
    .optional(),
});
export type SiteConfig = z.output<typeof configSchema>;

const PATIENCE_MS = 10_000;

/**
 * Empty where there is no such file, or something else in its place: a deployment without any of it.
 * @throws Error where the server fails, and what `fetch` throws where it does not answer
 */
export const readSiteConfig = async (): Promise<SiteConfig> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch('/config.json', { cache: 'no-store', signal });
  if (response.status >= 500) throw new Error(`/config.json answered ${response.status}`);
  const config = configSchema.safeParse(await response.json().catch(() => ({})));
  return config.success ? config.data : {};
};
