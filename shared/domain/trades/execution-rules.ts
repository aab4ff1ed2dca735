import Big from 'big.js';
import type { Instrument } from '../market/instrument.ts';
import type { VenueId } from '../market/symbol.ts';
import { compare } from '../money/decimal.ts';
import type { Violation } from '../problem.ts';
import { checkAmountOf } from './exit-size-rules.ts';
import type { TradePlan } from './plan.ts';
import { violation } from './price-rules.ts';

/** Venues that publish neither bars nor prints: of these there are prices without a volume. */
const WITHOUT_VOLUME: ReadonlySet<VenueId> = new Set<VenueId>(['coingecko']);

/** Parts of an iceberg, at most: exchanges bound them too, and a trade keeps each as a fill of its own. */
const MAX_SLICES = 100;

const hasLimitLeg = ({ entry, exits }: Pick<TradePlan, 'entry' | 'exits'>): boolean =>
  'limit' in entry || [exits.takeProfit, exits.targets, exits.stopLimit].some((leg) => leg !== undefined);

const checkParticipation = ({ execution }: TradePlan, instrument: Instrument | undefined): Violation[] => {
  const share = execution?.participation;
  if (share === undefined) return [];
  if (compare(share, 0) <= 0 || compare(share, 1) > 0)
    return [
      violation(
        'participation',
        'participation_out_of_range',
        'participation must be above 0 and at most 1, a share of the traded volume',
      ),
    ];
  return instrument && WITHOUT_VOLUME.has(instrument.venue)
    ? [
        violation(
          'participation',
          'participation_needs_volume',
          `participation needs a traded volume, and ${instrument.venue} gives prices only`,
        ),
      ]
    : [];
};

const checkVisible = (plan: TradePlan, instrument: Instrument | undefined): Violation[] => {
  const visible = plan.execution?.visible;
  if (visible === undefined) return [];
  const broken = checkAmountOf('visible', 'visible', visible, instrument?.lotSize);
  if (broken.length > 0) return broken;
  if (compare(visible, plan.quantity) > 0)
    return [
      violation('visible', 'visible_too_large', `visible must be at most ${plan.quantity}, the quantity`),
    ];
  if (new Big(plan.quantity).div(visible).gt(MAX_SLICES))
    return [
      violation(
        'visible',
        'visible_too_small',
        `visible must be at least one part in ${MAX_SLICES} of the quantity`,
      ),
    ];
  return hasLimitLeg(plan)
    ? []
    : [
        violation(
          'visible',
          'visible_without_limit',
          'visible needs an order that is shown: a limit entry, takeProfit, targets or stopLimit',
        ),
      ];
};

/** How much of the market a trade takes at a time (fill rules, 9.4). */
export const checkExecution = (plan: TradePlan, instrument: Instrument | undefined): Violation[] => [
  ...checkParticipation(plan, instrument),
  ...checkVisible(plan, instrument),
];
