'use client'
// The link that carries this journey to a phone: made on demand, renewed when it runs out, sent as a text message if the signer asks.

import { useQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Handover } from '@/lib/http/schemas/journey'
import { handOver, JourneyProblem } from '../journey-client'

export function useHandover(signer: string, clockOffset: number) {
  const queries = useQueryClient()
  const key = ['handover', signer]
  const link = useQuery<Handover, JourneyProblem>({
    queryKey: key,
    queryFn: () => handOver(signer, false),
    // An expired code must not stay on the screen: the next one is made a little earlier.
    refetchInterval: (query) => {
      const end = query.state.data?.expiresAt
      return end === undefined ? 5_000 : Math.max(1_000, Date.parse(end) - Date.now() - clockOffset - 2_000)
    },
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    networkMode: 'always',
  })
  const text = useMutation<Handover, JourneyProblem>({
    mutationFn: () => handOver(signer, true),
    onSuccess: (handover) => queries.setQueryData(key, handover),
    networkMode: 'always',
  })
  return { link, text }
}
