import { SensorItem } from '#server/ingest/device-items.ts';
import type { ImportKind } from '../kind.ts';
import { deviceFields, intoRegistry } from '../registry.ts';

/** 传感设备登记. */
export const kind: ImportKind = {
  id: 'sensors',
  title: '传感设备登记',
  formats: ['csv', 'geojson', 'json', 'xlsx', 'xml', 'ndjson'],
  fields: [
    { name: 'deviceId', title: '设备编号', required: true, headings: ['编号', '站点编号', 'device', 'sensorId'] },
    ...deviceFields,
    { name: 'groupCode', title: '分组' },
    { name: 'metrics', title: '指标', type: 'list' },
    { name: 'detail', title: '详情', type: 'any' },
  ],
  ...intoRegistry({
    kind: 'sensor',
    schema: SensorItem,
    toDevice: (item) => {
      const { deviceId, ...rest } = SensorItem.parse(item);
      return { id: deviceId, ...rest };
    },
  }),
}; // prettier-ignore
