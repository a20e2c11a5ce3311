import type { Session } from '#contracts/people.ts';
import { formatClock } from '../../shared/format.ts';
import type { Scene } from '../scene.ts';
import { dayWords } from '../words.ts';

const marks: Record<Session['mark'], string | null> = {
  real: null,
  demo: '演示',
  drill: '演练',
  test: '测试',
};

/** Who runs this screen, what it shows, whether it is real, and the time. */
export function Head(props: {
  session: Session;
  scenes: readonly Scene[];
  current: string;
  onScene: (id: string) => void;
  now: number;
}) {
  const { session, scenes, current, onScene, now } = props;
  const mark = marks[session.mark];
  return (
    <header className="head">
      <h1>{session.centreName}</h1>
      <nav>
        {scenes.map(({ id, title }) => (
          <button
            type="button"
            key={id}
            aria-current={id === current ? 'page' : undefined}
            onClick={() => onScene(id)}
          >
            {title}
          </button>
        ))}
      </nav>
      {mark && <span className="mark">{mark}</span>}
      <span className="day">{dayWords(now)}</span>
      <time className="clock">{formatClock(now, true)}</time>
    </header>
  );
}
