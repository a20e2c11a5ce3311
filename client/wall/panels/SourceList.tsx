import type { Figures } from '#contracts/wall.ts';
import { formatClock } from '../../shared/format.ts';

/** 数据源: on wide walls, every feed with the time of its last word. */
export function SourceList({ figures }: { figures: Figures | null }) {
  return (
    <section className="panel sources">
      <h2>数据源</h2>
      <ul className="fit">
        {(figures?.sources ?? []).map(({ source, name, lastAt, late, lateWords }) => (
          <li className={late ? 'source-row source-late' : 'source-row'} key={source}>
            <span>{name}</span>
            <span>{lateWords}</span>
            <time>{lastAt === null ? '—' : formatClock(lastAt)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
