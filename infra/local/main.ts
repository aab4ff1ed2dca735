import { type Config, ConfigError, parseConfig } from './config/config.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { summaryOf } from './summary.ts';

let stopAsked = false;

const fail = (error: unknown): never => {
  // Ctrl-C in the terminal also ends what the start was waiting for.
  if (stopAsked) process.exit(0);
  console.error(error instanceof ConfigError ? error.message : `paperwick: ${(error as Error).message}`);
  process.exit(1);
};

const configOf = (): Config => {
  try {
    return parseConfig(process.env, process.argv.slice(2));
  } catch (error) {
    return fail(error);
  }
};

const config = configOf();
let runtime: Promise<Runtime> | undefined;

const stop = async (): Promise<void> => {
  // The second time: at once. What was started ends with this process.
  if (stopAsked) process.exit(130);
  stopAsked = true;
  console.log('\nstopping');
  const started = await runtime?.catch(() => undefined);
  await started?.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

runtime = startRuntime(config, {
  say: (step) => console.log(`${step} ...`),
  mail: (subject, email, text) => console.log(`${subject} for ${email}: ${text}`),
});
const { url, demoKey, market, hasPrices, clock, ...running } = await runtime.catch(fail);
if (!stopAsked) {
  console.log(`market: ${market.description}`);
  if (!hasPrices) console.log('no prices yet: no feed has answered; they appear as soon as one does');
  console.log(`demo API key: ${demoKey}`);
  console.log(`ready ${url}`);
}
const startedAt = clock.now();
const beganAt = performance.now();
clock.onEnd(async () => {
  await clock.idle();
  const ticks = running.lambda('tick').invocations;
  console.log(summaryOf({ from: startedAt, to: clock.now(), wallMs: performance.now() - beganAt, ticks }));
  console.log(`the market clock stands still; ${url} stays up until Ctrl-C`);
});
