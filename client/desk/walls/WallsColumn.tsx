import { Button } from 'antd';
import { useState } from 'react';
import type { Incident } from '#contracts/incident.ts';
import { Key } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import { ColumnHead } from '../ColumnHead.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { DriveForm } from './DriveForm.tsx';
import { EnrolForm } from './EnrolForm.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import type { WallConsole } from './useWallConsole.ts';
import { WallList } from './WallList.tsx';

type Props = { walls: WallConsole; matter: Incident | null; onClose: () => void };

/** 大屏: which walls there are and what stands on them; what is asked here goes to every chosen one. */
export function WallsColumn({ walls, matter, onClose }: Props) {
  const { session, mapView } = useDesk();
  const now = useNow(1_000);
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const mayEnrol = hasRight(session, 'wall.enrol');
  const { list, chosen, choose, busy, problem } = walls;
  const all = list.length > 0 && list.every(({ id }) => chosen.has(id));
  const toggle = (id: number) =>
    choose(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]);
  const view = () => {
    const camera = mapView();
    if (camera) void walls.drive({ kind: 'camera', camera }, '已发送地图视野');
  };
  const automatic = () => void walls.drive({ kind: 'automatic' }, '已恢复自动');
  useKeys({
    ...Object.fromEntries(list.slice(0, 9).map(({ id }, n) => [String(n + 1), () => toggle(id)])),
    a: () => choose(all ? [] : list.map(({ id }) => id)),
    v: view,
    r: automatic,
  });
  const one = list.find(({ id }) => id === edited);

  return (
    <article className="incident walls" aria-label="大屏">
      <ColumnHead title="大屏" problem={problem} onClose={onClose}>
        <span className="walls-count">
          {list.filter(({ online }) => online).length}/{list.length} 在线
        </span>
        {mayEnrol && (
          <Button size="small" onClick={() => setEdited('new')}>
            登记大屏
          </Button>
        )}
      </ColumnHead>
      <div className="walls-scroll">
        {edited === 'new' && <EnrolForm walls={walls} onClose={() => setEdited(null)} />}
        {one && (
          <SettingsForm
            key={`${one.id}-${one.version}`}
            wall={one}
            walls={walls}
            onClose={() => setEdited(null)}
          />
        )}
        <Listed walls={walls} now={now} onToggle={toggle} onEdit={mayEnrol ? setEdited : null} />
        {list.length > 0 && <DriveForm walls={walls} matter={matter} now={now} onView={view} />}
      </div>
      <footer className="actions">
        <span className="panel-hint">
          {chosen.size === 0 ? '先选大屏：1–9 选定，A 全选' : `已选 ${chosen.size} 块，发出后 1 秒内显示`}
        </span>
        <span className="actions-space" />
        <Button disabled={chosen.size === 0} loading={busy} onClick={automatic}>
          恢复自动 <Key>R</Key>
        </Button>
      </footer>
    </article>
  );
}

function Listed(props: {
  walls: WallConsole;
  now: number;
  onToggle: (id: number) => void;
  onEdit: ((id: number) => void) | null;
}) {
  const { walls, ...rest } = props;
  if (!walls.loaded && walls.unread) return <ErrorState error={walls.unread} onRetry={walls.readAgain} />;
  if (!walls.loaded) return <LoadingState words="正在读取大屏…" />;
  if (walls.list.length === 0)
    return (
      <EmptyState title="还没有登记大屏">
        在大屏主机上打开 /wall，屏上显示 6 位登记码；由值班长点“登记大屏”输入，并命名、分组
      </EmptyState>
    );
  return <WallList list={walls.list} chosen={walls.chosen} onChoose={walls.choose} {...rest} />;
}
