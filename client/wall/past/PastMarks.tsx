import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PastMark, PastMarks } from '#contracts/past.ts';
import { apiGet, apiSend, errorWords, withQuery } from '../../shared/api.ts';
import { formatClock } from '../../shared/format.ts';
import { dayAround } from './address.ts';
import type { Player } from './player.ts';

/** The marks of the day that stands on the screen. */
function useMarks(player: Player): readonly PastMark[] {
  const { from, until } = dayAround(player.at());
  const asked = useQuery({
    queryKey: ['past-marks', from],
    queryFn: () =>
      apiGet(
        withQuery('/api/past/marks', {
          from: new Date(from).toISOString(),
          until: new Date(until).toISOString(),
        }),
        PastMarks,
      ),
  });
  return asked.data?.items ?? [];
}

/** 标记: what others wanted found again on this day; whoever may drive walls adds one. */
export function PastMarksPanel({ player, mayMark }: { player: Player; mayMark: boolean }) {
  const cache = useQueryClient();
  const marks = useMarks(player);
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (change: Promise<unknown>): Promise<void> => {
    setProblem(null);
    await change.then(() => setWords('')).catch((error: unknown) => setProblem(errorWords(error)));
    await cache.invalidateQueries({ queryKey: ['past-marks'] });
  };
  const body = { at: new Date(player.at()).toISOString(), words };
  // To who cannot make one, none says nothing.
  if (marks.length === 0 && !mayMark) return null;
  return (
    <section className="panel past-marks">
      <h2>当日标记</h2>
      {marks.length === 0 && <p className="past-none">当日没有标记。写几个字，点“标记”记下这一刻</p>}
      {marks.map((mark) => (
        <p key={mark.id}>
          <button type="button" onClick={() => void player.seek(Date.parse(mark.at))}>
            {formatClock(mark.at)} {mark.words}
          </button>
          {mayMark && (
            <button
              type="button"
              aria-label={`删除标记 ${mark.words}`}
              onClick={() => void send(apiSend('DELETE', `/api/past/marks/${mark.id}`, undefined, null))}
            >
              ×
            </button>
          )}
        </p>
      ))}
      {mayMark && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (words.trim() !== '') void send(apiSend('POST', '/api/past/marks', body, PastMark));
          }}
        >
          <input
            aria-label="标记此刻"
            placeholder="这一刻是什么"
            maxLength={40}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          <button type="submit">标记</button>
        </form>
      )}
      {problem !== null && <p role="alert">{problem}</p>}
    </section>
  );
}
