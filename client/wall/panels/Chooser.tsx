import type { Incident } from '#contracts/incident.ts';
import { duties } from '../scene.ts';
import type { Scene } from '../scene.ts';
import { isCounted } from '../urgent.ts';
import { Sign } from './Sign.tsx';

type Props = {
  scenes: readonly Scene[];
  current: string;
  rows: Iterable<Incident>;
  onScene: (id: string) => void;
};

/**
 * 专题: every scene under its duty, each with the gravest of its matters and how many there are, those known by township
 * included. A wall does not know of all matters, so it never says that a subject is calm.
 */
export function Chooser({ scenes, current, rows, onScene }: Props) {
  const matters = [...rows].filter(isCounted);
  return (
    <nav className="chooser" aria-label="专题">
      {duties.map((duty) => {
        const own = scenes.filter((scene) => scene.duty === duty);
        return (
          <section key={duty}>
            <h2>{duty}</h2>
            {own.length === 0 && <p className="calm-small">尚未接入数据</p>}
            {own.map((scene) => (
              <Choice
                key={scene.id}
                scene={scene}
                current={scene.id === current}
                matters={scene.shows ? matters.filter(scene.shows) : matters}
                onScene={onScene}
              />
            ))}
          </section>
        );
      })}
    </nav>
  );
}

function Choice(props: {
  scene: Scene;
  current: boolean;
  matters: readonly Incident[];
  onScene: (id: string) => void;
}) {
  const { scene, current, matters, onScene } = props;
  const gravest = Math.min(...matters.map(({ severity }) => severity));
  return (
    <button type="button" aria-current={current ? 'page' : undefined} onClick={() => onScene(scene.id)}>
      <b>{scene.title}</b>
      {matters.length > 0 && <Sign level={gravest} />}
      <span>{matters.length > 0 ? `${matters.length} 件` : '无上屏事件'}</span>
    </button>
  );
}
