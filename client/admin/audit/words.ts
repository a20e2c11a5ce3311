/** What was done, by noun and verb. */
export const actionNames: Record<string, string> = {
  'session.sign-in': '登录',
  'session.sign-in-refused': '登录被拒',
  'session.sign-out': '退出',
  'session.locked': '账号锁定',
  'account.first': '首批账号',
  'account.create': '新建账号',
  'account.change': '修改账号',
  'account.password': '修改口令',
  'account.password-reset': '重置口令',
  'account.unlock': '解除锁定',
  'person.reveal': '查看个人信息',
  'person.reveal-refused': '查看个人信息被拒',
  'person.erase': '到期清除个人信息',
  'reference.edit': '修改基础数据',
  'reference.revert': '恢复出厂值',
  'quarantine.drop': '作废隔离记录',
  'camera.masked': '隐私区画面未留存',
};

/** The nouns that the filter offers. */
export const nounNames: Record<string, string> = {
  session: '登录退出',
  account: '账号',
  person: '个人信息',
  reference: '基础数据',
  quarantine: '隔离区',
  camera: '摄像',
};

export const actionName = (action: string): string => actionNames[action] ?? action;
