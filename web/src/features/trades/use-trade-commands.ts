import { useMutation } from '@tanstack/react-query';
import { api, type ExitChange, type TradeView } from '../../api.ts';
import { useRefresh } from '../../overview.ts';

export type TradeCommand =
  | { readonly kind: 'close' }
  | { readonly kind: 'cancel' }
  /** `version`: of the trade that the change was made for. */
  | { readonly kind: 'exits'; readonly change: ExitChange; readonly version: number };

const send = (id: string, command: TradeCommand): Promise<TradeView> => {
  if (command.kind === 'close') return api.closeTrade(id);
  if (command.kind === 'cancel') return api.cancelTrade(id);
  return api.changeExits({ id, version: command.version }, command.change);
};

/** Sends a command to a trade; it takes effect when the market up to now has been evaluated. */
export const useTradeCommand = (id: string, onSent: () => void) => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (command: TradeCommand) => send(id, command),
    onSuccess: onSent,
    // Refused or not, what is shown here may be old.
    onSettled: refresh,
  });
};
