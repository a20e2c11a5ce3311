import type { OpsState } from '#contracts/ops.ts';

type BacklogId = OpsState['backlogs'][number]['id'];

/** What waits, and what it means when it does not fall. */
export const backlogNames: Record<BacklogId, { name: string; help: string }> = {
  merge: { name: '待归并来件', help: '数秒内应归并；持续增长时查工作进程' },
  ask: { name: '待人判断来件', help: '在值班台“待人判断”办理' },
  deliver: { name: '待送达', help: '送往单位收件箱或对接系统；持续增长时查 Redis 与对接地址' },
  dead: { name: '送达失败', help: '核对单位的对接地址后由系统管理员处理' },
  quarantine: { name: '隔离区待处理', help: '在隔离区核对' },
  photo: { name: '待处理照片', help: '去除位置等附带信息后才可查看' },
};

export const checkNames: Record<string, string> = {
  events_unmerged_over_30s: '超过 30 秒未归并的来件',
  events_waiting_though_linked: '已归并却仍在等待的来件',
  deliveries_pending_over_60s: '超过 60 秒未送达',
  leases_expired: '过期未归还的送达任务',
  devices_unknown_over_10_a_minute: '一分钟内多次上报的未登记设备',
  cameras_moved: '位置与登记不符的摄像',
  deliveries_dead: '近一日送达失败',
  deadlines_unfired_over_5s: '到期 5 秒仍未触发的时限',
  incidents_without_task: '在办却没有工单的案件',
  tasks_without_delivery: '没有送达记录的工单',
};

/** Loops of the processes; those of periodic jobs carry the names of their jobs. */
export const loopNames: Record<string, string> = {
  'merge-1': '归并 1',
  'merge-2': '归并 2',
  'merge-3': '归并 3',
  'merge-4': '归并 4',
  relay: '派送转发',
  progress: '派送监视',
  publisher: '实时画面发布',
  follower: '实时画面跟随',
  reference: '基础数据',
  'clean-photo': '处理照片',
  'fetch-snapshot': '取回现场画面',
  'watch-devices': '设备巡查',
  paper: '纸质底单',
  'sweep-deadlines': '时限巡检',
};

export const jobNames: Record<string, string> = {
  'clean-photo': '处理照片',
  'fetch-snapshot': '取回现场画面',
  'watch-devices': '设备巡查',
  'erase-persons': '到期清除个人信息',
  'make-partitions': '准备与清理日分区',
  paper: '纸质底单',
  prune: '清理过期缓冲',
  reconcile: '自检对账',
  'sweep-deadlines': '时限巡检',
};
