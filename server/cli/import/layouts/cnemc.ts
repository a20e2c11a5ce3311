import type { Layout } from '../kind.ts';
import { number, text, time } from '../cells.ts';

/** The feed writes Beijing time without an offset; each station has its own hour, also while the feed is being renewed. */
const zone = 'Asia/Shanghai';
const taken = { pm2_5: ['PM2.5', 'pm25_ugm3'], pm10: ['PM10', 'pm10_ugm3'] } as const;
const others = ['so2', 'no2', 'o3', 'co', 'aqi'];

type Cells = Record<string, unknown>;
const lower = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([name, value]) => [name.toLowerCase(), value]));

/** 国家空气质量站: the raw XML feed, its GeoJSON copies, and tables cut from it. Averages of 24 hours are no readings. */
export const layout: Layout = {
  id: 'cnemc',
  title: '国家空气质量实时发布',
  fits: (cells) => ['stationcode', 'timepoint', 'pm2_5', 'latitude'].every((name) => name in lower(cells) || (name === 'latitude' && 'lat' in cells)),
  reads: {
    sensors: (cells) => {
      const { stationcode, area, positionname, longitude, lng, latitude, lat } = lower(cells);
      const place = { lng: number('经度', lng ?? longitude), lat: number('纬度', lat ?? latitude) };
      const name = [area, positionname].map(text).join('');
      return { items: [{ deviceId: text(stationcode), name, kind: 'air', ...place, metrics: ['pm25_ugm3', 'pm10_ugm3'] }], left: [] };
    },
    readings: (cells) => {
      const own = lower(cells);
      const observedAt = time('时间', own['timepoint'], zone);
      const items: Record<string, unknown>[] = [];
      const left: string[] = [];
      for (const [column, [title, metric]] of Object.entries(taken)) {
        const value = number(title, own[column]);
        if (value === undefined) left.push(`${title} 缺测`);
        else items.push({ deviceId: text(own['stationcode']), metric, value, observedAt });
      }
      for (const column of others)
        if (number(column, own[column]) !== undefined) left.push(`${column.toUpperCase()}（没有对应的指标）`);
      return { items, left };
    },
  },
}; // prettier-ignore
