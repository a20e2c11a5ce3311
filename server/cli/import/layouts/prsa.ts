import type { Layout } from '../kind.ts';
import { number, text, time } from '../cells.ts';

const taken = { 'PM2.5': 'pm25_ugm3', PM10: 'pm10_ugm3', RAIN: 'rain_mm_h' } as const;
const others = ['SO2', 'NO2', 'CO', 'O3', 'TEMP', 'PRES', 'DEWP', 'WSPM'];

/** 北京多站点逐时空气与气象 (PRSA): year, month, day and hour in columns of their own, Beijing time, NA for gaps. */
export const layout: Layout = {
  id: 'prsa',
  title: '北京多站点逐时空气与气象（PRSA）',
  fits: (cells) => ['year', 'month', 'day', 'hour', 'PM2.5', 'station'].every((name) => name in cells),
  reads: {
    readings: (cells) => {
      const [year, month, day, hour] = ['year', 'month', 'day', 'hour'].map((part) => text(cells[part]));
      const observedAt = time('时间', `${year}-${month}-${day} ${hour}:00`, 'Asia/Shanghai');
      const deviceId = `prsa-${text(cells['station'])}`;
      const items: Record<string, unknown>[] = [];
      const left: string[] = [];
      for (const [column, metric] of Object.entries(taken)) {
        const value = number(column, cells[column]);
        if (value === undefined) left.push(`${column} 缺测`);
        else items.push({ deviceId, metric, value, observedAt });
      }
      for (const column of others)
        if (number(column, cells[column]) !== undefined) left.push(`${column}（没有对应的指标）`);
      return { items, left };
    },
  },
};
