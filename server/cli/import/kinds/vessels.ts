import { readMover } from '#server/ingest/accept-positions.ts';
import type { ImportKind } from '../kind.ts';
import { throughDoor } from '../run.ts';

/** 船舶位置 (AIS). */
export const kind: ImportKind = {
  id: 'vessels',
  title: '船舶位置',
  formats: ['csv', 'json', 'ndjson'],
  fields: [
    { name: 'id', title: '船舶编号', required: true, headings: ['MMSI', '船号'] },
    { name: 'observedAt', title: '时间', type: 'time', required: true, headings: ['定位时间', 'timestamp', 'BaseDateTime'] },
    { name: 'lng', title: '经度', type: 'number', required: true, headings: ['longitude', 'lon'] },
    { name: 'lat', title: '纬度', type: 'number', required: true, headings: ['latitude'] },
    { name: 'crs', title: '坐标系' },
    { name: 'speedKn', title: '航速（节）', type: 'number', headings: ['SOG', '航速'] },
    { name: 'speedKmh', title: '航速（公里/小时）', type: 'number' },
    { name: 'courseDeg', title: '航向', type: 'number', headings: ['COG'] },
    { name: 'lengthM', title: '船长', type: 'number', headings: ['Length'] },
    { name: 'airDraughtM', title: '水面以上高度', type: 'number' },
    { name: 'class', title: '类型' },
  ],
  batch: 2_000,
  take: throughDoor('vessel'),
  doubt: ({ city, now }, item) => {
    const read = readMover(item, city.bounds, now);
    return 'code' in read ? `${read.code}：${read.message}` : null;
  },
}; // prettier-ignore
