import type { Figures } from '#contracts/wall.ts';
import { formatNumber } from '../../shared/format.ts';
import { namedPlaces } from '../../shared/map/geometry.ts';
import type { PanelState } from '../scene.ts';
import { districtCounts } from '../urgent.ts';

/** 各县（市、区）: on wide walls, open and overdue work in official order; never a ranking. */
export function Districts({ state }: { state: PanelState }) {
  const counts = districtCounts(state.live.rows.values(), state.now);
  const districts = state.base ? namedPlaces(state.base.districts) : [];
  const rest = restOf(state.figures, [...counts.values()]);
  return (
    <section className="panel districts">
      <h2>各县（市、区）在办</h2>
      <ul className="fit">
        <li className="district-row district-head">
          <span />
          <span>在办</span>
          <span>超时</span>
        </li>
        {districts.map(({ code, name }) => (
          <Row key={code ?? name} name={name} {...(counts.get(code ?? '') ?? none)} />
        ))}
        {rest.open > 0 && <Row name="其他，含不上屏" {...rest} />}
      </ul>
    </section>
  );
}

type Counted = { open: number; overdue: number };
const none: Counted = { open: 0, overdue: 0 };

/** What the city's figures count beyond the districts: matters that a wall does not show, or whose district nobody knows. */
function restOf(figures: Figures | null, counted: readonly Counted[]): Counted {
  const sum = (of: keyof Counted): number => counted.reduce((all, one) => all + one[of], 0);
  if (!figures) return none;
  return {
    open: figures.openIncidents - sum('open'),
    overdue: Math.max(0, figures.overdueIncidents - sum('overdue')),
  };
}

function Row({ name, open, overdue }: Counted & { name: string }) {
  return (
    <li className="district-row">
      <span>{name}</span>
      <b>{formatNumber(open)}</b>
      <b className={overdue === 0 ? 'zero' : undefined}>{formatNumber(overdue)}</b>
    </li>
  );
}
