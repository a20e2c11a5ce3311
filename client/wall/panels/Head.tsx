import { useEffect, useState } from 'react';
import type { Incident } from '#contracts/incident.ts';
import type { Session } from '#contracts/people.ts';
import { formatClock } from '../../shared/format.ts';
import type { Scene } from '../scene.ts';
import { dayWords } from '../words.ts';
import { Chooser } from './Chooser.tsx';

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
  rows: ReadonlyMap<number, Incident>;
  onScene: (id: string) => void;
  now: number;
}) {
  const { session, scenes, current, rows, onScene, now } = props;
  const [choosing, setChoosing] = useChooser();
  const mark = marks[session.mark];
  const duty = scenes.find(({ id }) => id === current)?.duty;
  const beside = scenes.filter((one) => one.duty === duty);
  return (
    <header className="head">
      <h1>{session.centreName}</h1>
      <nav>
        <button
          type="button"
          className="head-duty"
          aria-expanded={choosing}
          onClick={() => setChoosing(!choosing)}
        >
          {duty}
        </button>
        {beside.map(({ id, title }) => (
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
      {choosing && (
        <Chooser
          scenes={scenes}
          current={current}
          rows={rows.values()}
          onScene={(id) => {
            setChoosing(false);
            onScene(id);
          }}
        />
      )}
    </header>
  );
}

/** Zero opens the list of all scenes and closes it again, Escape closes it. */
function useChooser(): [open: boolean, set: (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      if (key === '0' && !(target instanceof HTMLInputElement)) setOpen((was) => !was);
      if (key === 'Escape') setOpen(false);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return [open, setOpen];
}
