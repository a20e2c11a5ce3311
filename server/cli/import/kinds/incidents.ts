import { source } from '#server/sources/report.ts';
import { eventDoubt } from '../doubt.ts';
import type { ImportKind } from '../kind.ts';
import { throughDoor } from '../run.ts';

/** 上报事件 (311 and the like): each row a report. */
export const kind: ImportKind = {
  id: 'incidents',
  title: '上报事件',
  formats: ['csv', 'xlsx', 'ndjson', 'json', 'geojson'],
  fields: [
    { name: 'reporterKind', title: '上报来源', required: true },
    { name: 'reportNo', title: '上报编号', required: true, headings: ['编号', '案件编号', '任务号', 'id'] },
    { name: 'observedAt', title: '上报时间', type: 'time', required: true, headings: ['时间', '发现时间'] },
    { name: 'text', title: '内容', required: true, personal: 'words', headings: ['问题描述', '描述', 'description'] },
    { name: 'address', title: '地址', personal: 'address', headings: ['地址描述', '位置'] },
    { name: 'lng', title: '经度', type: 'number', headings: ['longitude', 'lon'] },
    { name: 'lat', title: '纬度', type: 'number', headings: ['latitude'] },
    { name: 'crs', title: '坐标系' },
    { name: 'categoryCode', title: '类别代码' },
    { name: 'selfHandled', title: '自行处置', type: 'flag' },
  ],
  key: 'reportNo',
  batch: 500,
  events: true,
  take: throughDoor('report'),
  doubt: eventDoubt(source),
}; // prettier-ignore
