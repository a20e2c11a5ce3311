import { CameraItem } from '#server/ingest/device-items.ts';
import type { ImportKind } from '../kind.ts';
import { deviceFields, intoRegistry } from '../registry.ts';

/** 摄像登记. */
export const kind: ImportKind = {
  id: 'cameras',
  title: '摄像登记',
  formats: ['csv', 'geojson', 'json', 'xlsx', 'ndjson'],
  fields: [
    { name: 'cameraId', title: '摄像编号', required: true, headings: ['编号', '国标编号', '点位编号', 'camera'] },
    ...deviceFields,
    { name: 'masked', title: '私密区域', type: 'flag' },
    { name: 'installedOn', title: '安装日期' },
    { name: 'headingDeg', title: '朝向', type: 'number', headings: ['方位角', '镜头朝向', 'heading'] },
    { name: 'fovDeg', title: '视场角', type: 'number', headings: ['水平视场角', 'fov'] },
    { name: 'rangeM', title: '可视距离', type: 'number', headings: ['可视距离（米）', '监控距离', 'range'] },
  ],
  ...intoRegistry({
    kind: 'camera',
    schema: CameraItem,
    toDevice: (item) => {
      const { cameraId, ...rest } = CameraItem.parse(item);
      return { id: cameraId, groupCode: '', metrics: [], ...rest };
    },
  }),
}; // prettier-ignore
