import { source } from '#server/sources/hotline.ts';
import type { ImportKind } from '../kind.ts';
import { eventDoubt } from '../doubt.ts';
import { throughDoor } from '../run.ts';

/** 热线工单: each row a ticket at the hotline door. */
export const kind: ImportKind = {
  id: 'hotline',
  title: '热线工单',
  formats: ['xlsx', 'csv', 'ndjson', 'json'],
  fields: [
    { name: 'platform', title: '平台', required: true },
    { name: 'ticketNo', title: '工单编号', required: true, headings: ['工单号', '诉求编号', '受理编号', '编号'] },
    { name: 'revision', title: '次数', type: 'number' },
    { name: 'calledAt', title: '来电时间', type: 'time', required: true, headings: ['受理时间', '诉求时间', '登记时间'] },
    { name: 'callerName', title: '来电人', personal: 'name', headings: ['诉求人', '市民姓名', '姓名'] },
    { name: 'callerPhone', title: '来电号码', personal: 'phone', headings: ['联系电话', '电话', '手机号'] },
    { name: 'title', title: '标题', personal: 'words', headings: ['诉求标题', '工单标题'] },
    { name: 'text', title: '内容', required: true, personal: 'words', headings: ['诉求内容', '工单内容', '问题描述'] },
    { name: 'address', title: '地址', personal: 'address', headings: ['事发地址', '发生地址', '诉求地址'] },
    { name: 'lng', title: '经度', type: 'number', headings: ['longitude', 'lon'] },
    { name: 'lat', title: '纬度', type: 'number', headings: ['latitude'] },
    { name: 'crs', title: '坐标系' },
    { name: 'kind', title: '诉求类型' },
    { name: 'confidential', title: '保密', type: 'flag', headings: ['是否保密'] },
    { name: 'categoryCode', title: '类别代码' },
    { name: 'departmentCode', title: '单位代码' },
    { name: 'urgent', title: '紧急', type: 'flag', headings: ['是否紧急'] },
  ],
  key: 'ticketNo',
  batch: 500,
  events: true,
  take: throughDoor('hotline'),
  doubt: eventDoubt(source),
}; // prettier-ignore
