import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';

type Me = Awaited<ReturnType<typeof api.me>>;

/** Who is signed in, as the API has it. */
export const useMe = (): UseQueryResult<Me> =>
  useQuery({ queryKey: ['me'], queryFn: api.me, staleTime: 60_000, retry: false });
