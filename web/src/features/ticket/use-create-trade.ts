import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { api, type TradeView } from '../../api.ts';
import { useRefresh } from '../../overview.ts';

/** Not `randomUUID`: that exists under https and on localhost only. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** Sends a plan. The same plan sent again bears the same `clientTradeId`: it is made once at most. */
export const useCreateTrade = (onCreated: (trade: TradeView) => void) => {
  const sent = useRef<{ body: string; id: string } | undefined>(undefined);
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (plan: TradePlan) => {
      const { exits, goodTill, ...rest } = plan;
      const until = goodTill === undefined ? {} : { goodTill: new Date(goodTill).toISOString() };
      // The exits that a ticket offers.
      const { takeProfit, stopLoss } = exits;
      const body = { ...rest, takeProfit, stopLoss, ...until };
      const text = JSON.stringify(body);
      if (sent.current?.body !== text) sent.current = { body: text, id: newId() };
      return api.createTrade({ ...body, clientTradeId: sent.current.id });
    },
    onSuccess: async (trade) => {
      sent.current = undefined;
      onCreated(trade);
      await refresh();
    },
  });
};
