import { formatNear, lightOf, timeLeft } from '../../shared/format.ts';
import { LightBar, LightWord } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';

/** 处置时限 余 22 分 正常 06:50 止, with the bar of what is used up. */
export function Clock({ startedAt, dueAt }: { startedAt: string; dueAt: string | null }) {
  const now = useNow(10_000);
  if (dueAt === null) return <p className="clock-none">本单未设办理时限</p>;
  const { light, share } = lightOf(startedAt, dueAt, now);
  return (
    <section className="clock" aria-label="处置时限">
      <p>
        <span className="clock-name">处置时限</span>
        <b>{timeLeft(dueAt, now)}</b>
        <LightWord light={light} />
        <span className="clock-due">{formatNear(dueAt, now)} 止</span>
      </p>
      <LightBar share={share} light={light} />
    </section>
  );
}
