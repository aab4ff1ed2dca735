import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { api, type TradeView } from '../../api.ts';
import { newClientId } from '../../client-id.ts';
import { useRefresh } from '../../overview.ts';

/** Sends a plan. The same plan sent again bears the same `clientTradeId`: it is made once at most. */
export const useCreateTrade = (accountId: string, onCreated: (trade: TradeView) => void) => {
  const sent = useRef<{ body: string; id: string } | undefined>(undefined);
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (plan: TradePlan) => {
      const { exits, goodTill, ...rest } = plan;
      const until = goodTill === undefined ? {} : { goodTill: new Date(goodTill).toISOString() };
      // The exits that a ticket offers.
      const { takeProfit, stopLoss } = exits;
      const body = { ...rest, takeProfit, stopLoss, ...until, accountId };
      const text = JSON.stringify(body);
      if (sent.current?.body !== text) sent.current = { body: text, id: newClientId() };
      return api.createTrade({ ...body, clientTradeId: sent.current.id });
    },
    onSuccess: async (trade) => {
      sent.current = undefined;
      onCreated(trade);
      await refresh();
    },
  });
};
