import { clockNames } from '#contracts/clocks.ts';
import type { RunningClock } from '#contracts/clocks.ts';
import { formatNear, lightOf, timeLeft } from '../../shared/format.ts';
import { LightBar, LightWord } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';

/** 处置时限 余 22 分 正常 06:50 止, with the bar of what is used up; `none` says why no clock runs. */
export function Clock({ due, none }: { due: RunningClock | null; none: string }) {
  const now = useNow(10_000);
  if (due === null) return <p className="clock-none">{none}</p>;
  const { light, share } = lightOf(due.startedAt, due.dueAt, now);
  const name = `${clockNames[due.clock]}时限`;
  return (
    <section className="clock" aria-label={name}>
      <p>
        <span className="clock-name">{name}</span>
        <b>{timeLeft(due.dueAt, now)}</b>
        <LightWord light={light} />
        <span className="clock-due">{formatNear(due.dueAt, now)} 止</span>
      </p>
      <LightBar share={share} light={light} />
    </section>
  );
}
