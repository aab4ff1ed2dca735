import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../../shared/application/ports.ts';
import { type QuoteView, quoteViews } from '../../shared/application/read-market.ts';
import { touchedBy } from '../../shared/application/stream/closed-candle.ts';
import { presentPrice } from '../../shared/contract/present/market.ts';
import { moment } from '../../shared/contract/present/primitives.ts';
import { channelName } from '../../shared/domain/stream/channel.ts';
import type { Change, WrittenMinute } from '../../shared/ports/changes.ts';
import type { ForChannel, Item, Publication } from '../../shared/ports/publication.ts';
import type { Question } from './questions.ts';

type Tick = Extract<Change, { kind: 'tick' }>;

const asked = (channel: string, question: Question): Item => ({ kind: 'asked', channel, question });

const channelOf = ({ quote }: QuoteView): string => channelName({ kind: 'prices', symbol: quote.symbol });

/** What of a tick concerns prices: of every symbol of the batch its new price, or that the old one stands. */
const prices = (settings: Settings, { before, after }: Tick): Item => {
  const known = new Map(
    before ? quoteViews(settings, before, before.slot).map((view) => [view.quote.symbol, view]) : [],
  );
  const isNews = (view: QuoteView): boolean => {
    const old = known.get(view.quote.symbol);
    return !old || old.stale !== view.stale || !isDeepStrictEqual(old.quote, view.quote);
  };
  const views = quoteViews(settings, after, after.slot);
  const list = (some: readonly QuoteView[], tell: (view: QuoteView) => unknown) =>
    some.map((view): ForChannel => [channelOf(view), tell(view)]);
  return {
    kind: 'gathered',
    head: { type: 'price_update', slot: after.slot, previousSlot: before?.slot ?? 0 },
    lists: {
      prices: list(views.filter(isNews), presentPrice),
      unchanged: list(
        views.filter((view) => !isNews(view)),
        ({ quote }) => ({ symbol: quote.symbol, time: moment(quote.time) }),
      ),
    },
  };
};

const tickNews = (settings: Settings, tick: Tick): Item[] => {
  const { before, after } = tick;
  // A tick for a single symbol moves its cursor, and brings no quotes.
  const isScheduled = after.slot !== before?.slot;
  const gathered = prices(settings, tick);
  const hasNews = gathered.kind === 'gathered' && (gathered.lists.prices?.length ?? 0) > 0;
  return [
    ...(isScheduled || hasNews ? [gathered] : []),
    // One batch speaks for all: each tick writes several.
    ...(isScheduled && after.batch === 0 ? [asked('status', { about: 'status', now: after.slot })] : []),
  ];
};

const minuteNews = (minutes: readonly WrittenMinute[], now: number): Item[] => {
  // Of a minute that was written several times the last is news.
  const written = new Map(
    minutes.map((one) => [[one.batch, one.venue, one.symbol, one.openTime].join('#'), one]),
  );
  const ordered = [...written.values()].toSorted((left, right) => left.openTime - right.openTime);
  return [
    ...ordered.map(({ isMended: _, ...minute }) =>
      asked(channelName({ kind: 'candles', symbol: minute.symbol, interval: '1m' }), {
        about: 'minute',
        minute,
        revision: now,
      }),
    ),
    ...touchedBy(minutes, now).map((candle) =>
      asked(channelName({ kind: 'candles', symbol: candle.symbol, interval: candle.interval }), {
        about: 'candle',
        candle,
      }),
    ),
  ];
};

/**
 * What changes of the market table mean for whoever listens, in their order; candles are gathered at the end, each once.
 * `now`: the real clock, ms.
 */
export const marketNews = (settings: Settings, changes: readonly Change[], now: number): Publication => {
  const others = changes.flatMap((change) => {
    switch (change.kind) {
      case 'tick':
        return tickNews(settings, change);
      case 'board':
        return [asked('market', { about: 'board', previousSeq: change.before, now: change.after })];
      default:
        return [];
    }
  });
  const minutes = changes.flatMap((change) => (change.kind === 'minutes' ? change.minutes : []));
  return [...others, ...minuteNews(minutes, now)];
};
