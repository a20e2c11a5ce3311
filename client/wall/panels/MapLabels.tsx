import type { MapLabel } from '../map/label-list.ts';
import type { Box } from '../labels.ts';
import { Sign } from './Sign.tsx';

/** Labels beside symbols, and the frame of what the lens enlarges. Placed by the map, crisp at every size. */
export function MapLabels({ labels, lens }: { labels: readonly MapLabel[]; lens: Box | null }) {
  return (
    <div className="labels" aria-hidden="true">
      {lens && (
        <div
          className="lens-on"
          style={{ left: lens.x, top: lens.y, width: lens.width, height: lens.height }}
        />
      )}
      <svg className="leaders">
        {labels.map(
          ({ id, leader }) =>
            leader && <polyline key={id} points={leader.map(({ x, y }) => `${x},${y}`).join(' ')} />,
        )}
      </svg>
      {labels.map(({ id, box, align, title, note, kind, flag, counts }) => (
        <div
          key={id}
          className={`label label-${kind}`}
          style={{
            left: box.x,
            top: box.y,
            width: box.width,
            height: box.height,
            textAlign: align === 'centre' ? 'center' : align,
          }}
        >
          <b>
            {flag && <i className={`flag flag-${flag}`} />}
            {title}
          </b>
          {note && <span>{note}</span>}
          {counts?.map(({ level, count }) => (
            <span key={level} className="level-count">
              <Sign level={level} />
              {count}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
