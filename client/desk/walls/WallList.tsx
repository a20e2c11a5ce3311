import { Button } from 'antd';
import type { Wall } from '#contracts/driven-wall.ts';
import { formatNear } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { canvasFault, checkWords, groupsOf, lineWords, showsWords, sizeWords } from './words.ts';

type Props = {
  list: readonly Wall[];
  chosen: ReadonlySet<number>;
  now: number;
  onChoose: (ids: Iterable<number>) => void;
  onToggle: (id: number) => void;
  onEdit: ((id: number) => void) | null;
};

/** Every wall by group: chosen or not, its line, what stands on it, its size, who changed it last. */
export function WallList(props: Props) {
  const { list, chosen, onChoose } = props;
  return (
    <>
      {groupsOf(list).map(({ name, walls }) => {
        const whole = walls.every(({ id }) => chosen.has(id));
        const ids = walls.map(({ id }) => id);
        return (
          <section key={name} className="wall-group">
            <h3>
              {name || '未分组'}
              <button
                type="button"
                className="plain"
                onClick={() =>
                  onChoose(whole ? [...chosen].filter((id) => !ids.includes(id)) : [...chosen, ...ids])
                }
              >
                {whole ? '取消本组' : '选本组'}
              </button>
            </h3>
            <ul>
              {walls.map((wall) => (
                <WallLine key={wall.id} wall={wall} no={list.indexOf(wall) + 1} {...props} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function WallLine({ wall, no, chosen, now, onToggle, onEdit }: Props & { wall: Wall; no: number }) {
  const fault = canvasFault(wall);
  return (
    <li className={chosen.has(wall.id) ? 'wall-line wall-chosen' : 'wall-line'}>
      <label>
        <input type="checkbox" checked={chosen.has(wall.id)} onChange={() => onToggle(wall.id)} />
        {no < 10 && <Key>{String(no)}</Key>}
        <b>{wall.name}</b>
      </label>
      <span className={wall.online ? '' : 'wall-offline'}>{lineWords(wall)}</span>
      <span className="wall-shows" title={showsWords(wall, now)}>
        {showsWords(wall, now)}
      </span>
      <span className="wall-size">{sizeWords(wall)}</span>
      {onEdit && (
        <Button size="small" onClick={() => onEdit(wall.id)}>
          设置
        </Button>
      )}
      {wall.check?.same && <span className="wall-check">{checkWords(wall, now)}</span>}
      <small>
        {wall.changedName} {formatNear(wall.changedAt, now)} {wall.words}
      </small>
      {wall.check?.same === false && <strong className="wall-fault">{checkWords(wall, now)}</strong>}
      {fault !== null && <strong className="wall-fault">{fault}</strong>}
    </li>
  );
}
