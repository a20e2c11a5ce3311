import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { citySecond, typedInstant } from '#contracts/city-time.ts';
import { PastSpan } from '#contracts/past.ts';
import { apiGet } from '../../shared/api.ts';
import { formatClock } from '../../shared/format.ts';
import { lineOf } from './address.ts';
import type { Player } from './player.ts';

/** While a person drags, the screen follows at most so often. */
const followMs = 150;

/** The day of the instant as a line to drag along, and the instant as a field to type into. */
export function PastTime({ player }: { player: Player }) {
  const span = useQuery({
    queryKey: ['past-span'],
    queryFn: () => apiGet('/api/past', PastSpan),
    refetchInterval: 60_000,
  });
  const first = span.data?.first ? Date.parse(span.data.first) : -Infinity;
  const last = span.data ? Date.parse(span.data.now) : Infinity;
  const [dragged, setDragged] = useState<number | null>(null);
  useEffect(() => {
    if (dragged === null) return;
    const timer = setTimeout(() => void player.seek(dragged).then(() => setDragged(null)), followMs);
    return () => clearTimeout(timer);
  }, [dragged, player]);
  const at = dragged ?? player.at();
  const { from, until, kept } = lineOf(at, { first, last });
  return (
    <>
      <TypedTime at={at} seek={(to) => void player.seek(to)} />
      {kept && <span>{formatClock(from)}</span>}
      <input
        className="past-line"
        type="range"
        aria-label="时刻"
        aria-valuetext={formatClock(at, true)}
        min={from}
        max={until}
        step={1_000}
        disabled={!kept}
        value={at}
        onChange={({ target }) => setDragged(Number(target.value))}
        onPointerUp={({ currentTarget }) => currentTarget.blur()}
      />
      {kept && <span>{formatClock(until)}</span>}
    </>
  );
}

/** Enter goes there; what is no instant changes nothing. While it is typed in, it does not run on. */
function TypedTime({ at, seek }: { at: number; seek: (at: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      className="past-typed"
      aria-label="日期和时刻"
      spellCheck={false}
      value={typed ?? citySecond(at)}
      onFocus={() => setTyped(citySecond(at))}
      onBlur={() => setTyped(null)}
      onChange={({ target }) => setTyped(target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        const to = typedInstant(event.currentTarget.value, at);
        if (to !== null) seek(to);
        event.currentTarget.blur();
      }}
    />
  );
}
