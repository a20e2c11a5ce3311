import type { State } from './useQuarantine.ts';

export const stateNames: Record<State, string> = { open: '待处理', replayed: '已重放', dropped: '已作废' };

/** Why an item was kept back, and what usually helps. */
const codes: Record<string, { name: string; help: string }> = {
  'bad-item': { name: '字段有误', help: '请接入平台更正后重发；原件不合格式，重放多半仍会退回。' },
  'bad-time': { name: '时间有误', help: '请核对设备或平台的时钟；改正后由平台重发。' },
  'key-conflict': {
    name: '同号异文',
    help: '同一编号先后内容不同。核对哪一份为准；后到的要受理，应请平台换号或升修订号重发。',
  },
  'outside-city': {
    name: '坐标在市外',
    help: '多为经纬度颠倒或坐标系写错；核对后请平台重发，确不属本市的作废。',
  },
  'unknown-device': { name: '设备未登记', help: '在接入平台登记这台设备，登记后自动补录，不必逐条重放。' },
  'camera-moved': { name: '摄像移位', help: '告警位置与登记不符。核对摄像是否迁移，更新登记后自动补录。' },
  'device-fault': { name: '设备读数异常', help: '读数超出物理范围，请派人检修；确属故障的作废。' },
  'merge-failed': {
    name: '归并失败',
    help: '已自动重试仍未归并。可重放一次；再失败请把编号告诉系统管理员。',
  },
  quota: { name: '超出配额', help: '来源在短时间内发送过多；平台降速后可重放。' },
};

export const codeName = (code: string): string => codes[code]?.name ?? code;
export const codeHelp = (code: string): string =>
  codes[code]?.help ?? '请核对原件；可受理的重放，不可受理的写明理由作废。';
