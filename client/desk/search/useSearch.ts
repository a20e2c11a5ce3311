import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SearchAnswer } from '#contracts/search.ts';
import { apiSend } from '../../shared/api.ts';

const restMs = 250;

/** The text once nothing was typed for a moment: a half-written number asks nobody. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** What holds these words; asked again only when they are typed anew, for a search by number is written down. */
export function useSearch(typed: string) {
  const rested = useRested(typed.trim());
  const asked = [...rested].length >= 2;
  const query = useQuery({
    queryKey: ['search', rested],
    enabled: asked,
    staleTime: 30_000,
    gcTime: 30_000,
    queryFn: ({ signal }) => apiSend('POST', '/api/search', { q: rested }, SearchAnswer, { signal }),
  });
  return { ...query, asked, behind: rested !== typed.trim() };
}
