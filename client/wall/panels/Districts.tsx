import { formatNumber } from '../../shared/format.ts';
import { namedPlaces } from '../../shared/map/geometry.ts';
import type { PanelState } from '../scene.ts';
import { districtCounts } from '../urgent.ts';

/** 各县（市、区）: on wide walls, open and overdue work in official order; never a ranking. */
export function Districts({ state }: { state: PanelState }) {
  const counts = districtCounts(state.live.rows.values(), state.now);
  const districts = state.base ? namedPlaces(state.base.districts) : [];
  return (
    <section className="panel districts">
      <h2>各县（市、区）在办</h2>
      <ul className="fit">
        <li className="district-row district-head">
          <span />
          <span>在办</span>
          <span>超时</span>
        </li>
        {districts.map(({ code, name }) => {
          const { open, overdue } = counts.get(code ?? '') ?? { open: 0, overdue: 0 };
          return (
            <li className="district-row" key={code ?? name}>
              <span>{name}</span>
              <b>{formatNumber(open)}</b>
              <b className={overdue === 0 ? 'zero' : undefined}>{formatNumber(overdue)}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
