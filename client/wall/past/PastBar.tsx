import { formatClock, formatDate, formatNumber } from '../../shared/format.ts';
import { PastLink } from './PastLink.tsx';
import { PastTime } from './PastTime.tsx';
import { compare, faster, leavePast, minuteMs, toggle } from './use-past.ts';
import type { Player, PastState } from './player.ts';

const stateWords: Record<PastState, string> = {
  reading: '正在读取…',
  still: '暂停',
  playing: '',
  end: '已放到留存的最后',
  nothing: '这一时刻没有留存',
  failed: '读取失败，请重试',
};

/** 历史: says over the whole screen that what stands on it is past. */
export function PastMark({ player }: { player: Player }) {
  const at = player.at();
  const state = player.state();
  return (
    <>
      <div className="past-frame" />
      <p className="past-mark" role="status">
        <b>历史</b> {formatDate(at)} {formatClock(at, true)} ·{' '}
        {stateWords[state] || `${formatNumber(player.speed())}×`}
      </p>
    </>
  );
}

/** Whether this page stands beside now already. */
const isInside = (): boolean => window.parent !== window;

/** The foot of a wall that shows the past: steps, speed, and the way back. */
export function PastBar(props: { player: Player; isDriven: boolean; sceneId: string }) {
  const { player, isDriven, sceneId } = props;
  if (isDriven) return <footer className="feeds">历史回溯由值班台控制</footer>;
  const seek = (by: number): void => void player.seek(player.at() + by);
  return (
    <footer className="feeds past-bar">
      <button type="button" onClick={() => seek(-minuteMs)}>
        −1 分
      </button>
      <button type="button" onClick={() => toggle(player)}>
        {player.isOn() ? '暂停' : '播放'}
      </button>
      <button type="button" onClick={() => seek(minuteMs)}>
        +1 分
      </button>
      <button type="button" aria-label="放慢" onClick={() => faster(player, -1)}>
        慢
      </button>
      <b className="past-speed">{formatNumber(player.speed())}×</b>
      <button type="button" aria-label="加快" onClick={() => faster(player, 1)}>
        快
      </button>
      <PastTime player={player} />
      <PastLink player={player} sceneId={sceneId} />
      {!isInside() && (
        <button type="button" onClick={() => compare(player, sceneId)}>
          对照现在
        </button>
      )}
      <button type="button" className="past-now" onClick={leavePast}>
        现在 ●
      </button>
    </footer>
  );
}

/** In place of the panel of a scene, which is made of what is read of the present. */
export function SceneThen({ title }: { title: string }) {
  return (
    <section className="panel past-only">
      <h2>{title}</h2>
      <p>本专题当时的数字未留存</p>
    </section>
  );
}

/** In place of what is read of the present alone; where nothing was kept, in place of everything. */
export function PastOnly({ player }: { player: Player }) {
  return (
    <section className="panel past-only">
      <h2>历史画面</h2>
      <p>
        {player.state() === 'failed'
          ? '画面读取失败，按“播放”重试。'
          : player.state() === 'nothing'
            ? '这一时刻没有留存：留存开始之前，或当时留存中断。没有画面不等于没有事件。'
            : '含当时的在办事件、监测读数和预警；当时的统计数字和专题数字未留存，不显示。'}
      </p>
    </section>
  );
}
