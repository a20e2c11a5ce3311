import { clockNames } from '#contracts/clocks.ts';
import type { RunningClock } from '#contracts/clocks.ts';
import type { Session } from '#contracts/people.ts';
import type { Light } from '#contracts/incident.ts';
import { lightOf, timeLeft } from './format.ts';

const markWords: Record<Session['mark'], string | null> = {
  real: null,
  demo: '演示',
  drill: '演练',
  test: '测试',
};

/** 演示, 演练 or 测试 in a frame; nothing in the real city (law 14). */
export function DemoMark({ mark }: { mark: Session['mark'] }) {
  const words = markWords[mark];
  return words === null ? null : <span className="demo-mark">{words}</span>;
}

/** A key as it is printed beside its action. */
export function Key({ children }: { children: string }) {
  return <kbd className="key">{children}</kbd>;
}

/** The light of a clock as a word: 正常 plain, 将到期 bold, 超时 white on ink. */
export function LightWord({ light }: { light: Light }) {
  return <span className={`light light-${lightClass[light]}`}>{light}</span>;
}

/** How much of a clock is used up. */
export function LightBar({ share, light }: { share: number; light: Light }) {
  return (
    <span className="light-bar" aria-hidden="true">
      <span className={`light-${lightClass[light]}`} style={{ width: `${Math.min(100, share * 100)}%` }} />
    </span>
  );
}

/** A clock in one line: 正常 处置 余 2 小时 07 分. */
export function TimeLeft({ clock, now }: { clock: RunningClock; now: number }) {
  const { startedAt, dueAt } = clock;
  return (
    <span className="time-left">
      <LightWord light={lightOf(startedAt, dueAt, now).light} />
      <span className="time-left-span">
        {clockNames[clock.clock]} {timeLeft(dueAt, now)}
      </span>
    </span>
  );
}

const lightClass: Record<Light, string> = { 正常: 'fine', 将到期: 'soon', 超时: 'over' };
