import type { SceneDensity } from '#contracts/scene.ts';
import { densityInks } from '../density-inks.ts';

/** 密度: over how many days, and from how many matters in a hexagon to how many. */
export function DensityLegend({ of: { days, least, most, cells } }: { of: SceneDensity }) {
  if (cells.length === 0) return null;
  return (
    <li>
      <span className="legend-sign sign-density">
        {densityInks.map(([red, green, blue, opacity]) => (
          <i key={opacity} style={{ background: `rgb(${red} ${green} ${blue} / ${opacity / 255})` }} />
        ))}
      </span>
      近 {days} 日每格 {least === most ? most : `${least}–${most}`} 件
    </li>
  );
}
