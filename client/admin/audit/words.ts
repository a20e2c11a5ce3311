import { Role, roleNames } from '#contracts/people.ts';
import { referenceKinds } from '#contracts/reference.ts';

/** What was done, by noun and verb. */
export const actionNames: Record<string, string> = {
  'session.sign-in': '登录',
  'session.refused': '登录被拒',
  'session.sign-out': '退出',
  'session.locked': '账号锁定',
  'account.first': '首批账号',
  'account.create': '新建账号',
  'account.change': '修改账号',
  'account.password': '修改口令',
  'account.password-reset': '重置口令',
  'account.unlock': '解除锁定',
  'person.reveal': '查看个人信息',
  'person.reveal-missed': '查看个人信息（已清除）',
  'person.reveal-refused': '查看个人信息被拒',
  'person.search': '按姓名、号码查找',
  'person.search-missed': '按号码查找（无此人）',
  'person.erase': '到期清除个人信息',
  'reference.edit': '修改基础数据',
  'reference.revert': '恢复出厂值',
  'quarantine.drop': '作废隔离记录',
  'camera.masked': '隐私区画面未留存',
  'alert.confirm': '确认监测告警',
  'burst.accept': '归为一案',
  'burst.dismiss': '判为不归并',
  'burst.undo': '撤销归案',
  'false-alarm.mark': '标误报',
  'false-alarm.lift': '恢复误报静默',
  'warning.sign': '签收预警',
  'bulletin.sign': '签发信息报送',
  'brief.sign': '签发昨夜今晨',
  'duty.edit': '修改值班表',
  'indicator.import': '导入经济指标',
  'duty.drop': '删除值班',
  'duty.reveal': '查看值班电话',
  'handover.give': '交班签字',
  'handover.take': '接班签字',
  'past.marked': '标记历史时刻',
  'past.unmarked': '删除历史标记',
  'wall.enrolled': '登记大屏',
  'wall.changed': '修改大屏设置',
  'wall.revoked': '停用大屏',
  'write-back.push': '重推热线回写',
  'write-back.export': '导出热线答复',
  'write-back.confirm': '读回热线回执',
  'delivery.resend': '重发未送达',
  'delivery.sent': '认定已送达',
  'city.restore': '从备份恢复',
};

/** The nouns that the filter offers. */
export const nounNames: Record<string, string> = {
  session: '登录退出',
  account: '账号',
  person: '个人信息',
  reference: '基础数据',
  quarantine: '隔离区',
  camera: '摄像',
  alert: '监测告警',
  burst: '归案建议',
  'false-alarm': '误报治理',
  warning: '预警',
  bulletin: '信息报送',
  brief: '昨夜今晨',
  duty: '值班表',
  handover: '交接班',
  wall: '大屏',
  'write-back': '热线回写',
  delivery: '送达',
  city: '全市数据',
};

export const actionName = (action: string): string => actionNames[action] ?? action;

const targetNames: Record<string, string> = {
  ...nounNames,
  ...Object.fromEntries(Object.entries(referenceKinds).map(([kind, { name }]) => [kind, name])),
  quarantine: '隔离记录',
  request: '诉求单',
  incident: '案件',
  day: '日期',
};

/** 账号 zhiban, 小类 road-flooding: what it was done to. */
export function targetWords(target: string): string {
  const [kind = '', ...rest] = target.split('/');
  const code = rest.join('/');
  return `${targetNames[kind] ?? kind} ${code === '*' ? '多个' : code}`.trim();
}

const detailNames: Record<string, string> = {
  group: '分组',
  ip: '来自',
  askedBy: '依据',
  requests: '诉求单',
  note: '说明',
  reason: '理由',
  made: '账号',
  ended: '同时退出的登录',
  roles: '岗位',
  unitCode: '单位代码',
  districtCode: '区划代码',
  before: '原为',
  after: '改为',
  disabled: '停用',
  dutySeat: '值班席',
  rule: '规则',
  deviceId: '设备',
  alarms: '设备告警',
  kind: '类型',
  withdrawn: '撤销认定',
  count: '人数',
  events: '来件',
  quarantined: '隔离记录',
  was: '原状态',
  limit: '每日上限',
  version: '版本',
  pictures: '画面',
  file: '文件',
  copiedAt: '备份时间',
  id: '备份编号',
};
const stateNames: Record<string, string> = {
  phone: '号码',
  name: '姓名',
  dead: '送达失败',
  refused: '被拒收',
  uncertain: '是否送达不明',
};

/** What else is written down, in one line; what has parts of its own is told by the opened row. */
export function detailWords(detail: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(detail)
    .map(([key, value]) => [detailNames[key] ?? key, valueWords(value)] as const)
    .filter(([, value]) => value !== '');
  return words.length === 0 ? '—' : words.map(([name, value]) => `${name} ${value}`).join('，');
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map(valueWords).join('、');
  if (typeof value === 'object') return '见展开';
  const text = String(value as string | number);
  const role = Role.safeParse(text);
  return role.success ? roleNames[role.data] : (stateNames[text] ?? text);
}
