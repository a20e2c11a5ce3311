import { readReading } from '#server/ingest/read-readings.ts';
import type { ImportKind } from '../kind.ts';
import { throughDoor } from '../run.ts';

/** 读数: each value a reading at the sensor door; wide tables map their columns to `metric:<code>`. */
export const kind: ImportKind = {
  id: 'readings',
  title: '传感读数',
  formats: ['csv', 'ndjson', 'json', 'geojson', 'xml', 'xlsx'],
  fields: [
    { name: 'deviceId', title: '设备编号', required: true, headings: ['设备', '站点编号', 'device', 'sensorId'] },
    { name: 'metric', title: '指标', required: true, headings: ['指标代码', 'parameter'] },
    { name: 'value', title: '数值', type: 'number', required: true, headings: ['值', '读数'] },
    { name: 'observedAt', title: '观测时间', type: 'time', required: true, headings: ['时间', '采集时间', 'time', 'timestamp', 'dateTime'] },
    { name: 'seq', title: '序号', type: 'number' },
  ],
  batch: 5_000,
  take: throughDoor('sensor'),
  doubt: ({ reference, now }, item) => {
    const read = readReading(item, reference, now);
    if ('refused' in read) return `${read.refused.code}：${read.refused.message}`;
    return read.reading.history ? '可收，作为历史' : null;
  },
}; // prettier-ignore
