import { Table } from 'antd';
import type { ProcessState } from '#contracts/ops.ts';
import { formatNear, formatNumber, spanWords } from '../../shared/format.ts';
import { loopNames } from './words.ts';

const stillAfterSeconds = 30;
const partNames = { server: '服务', workers: '后台' } as const;
const diskNames = { data: '数据目录', database: '数据库' } as const;

/** 进程: progress of every loop, not its existence; and the disks that each machine sees. */
export function Processes({ processes, now }: { processes: readonly ProcessState[]; now: number }) {
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...processes]}
      locale={{ emptyText: '没有进程报到' }}
      columns={[
        {
          title: '进程',
          key: 'name',
          width: 170,
          ellipsis: true,
          render: (_, { part, host, pid }) => `${partNames[part]} ${host}:${pid}`,
        },
        {
          title: '状态',
          key: 'state',
          width: 160,
          render: (_, one) =>
            one.silent ? (
              <b>{formatNear(one.seenAt, now)} 起失联</b>
            ) : (
              `已运行 ${spanWords(now - Date.parse(one.startedAt))}`
            ),
        },
        { title: '循环', key: 'loops', render: (_, one) => <Loops {...one} /> },
        {
          title: '磁盘',
          key: 'disks',
          width: 190,
          render: (_, { disks }) =>
            disks.map(({ name, usedShare, freeBytes }) => {
              const words = `${diskNames[name]}已用 ${Math.floor(usedShare * 100)}%，余 ${formatNumber(Math.round(freeBytes / 2 ** 30))} GB`;
              return <div key={name}>{usedShare >= 0.8 ? <b>{words}</b> : words}</div>;
            }),
        },
      ]}
    />
  );
}

function Loops({ silent, loops }: ProcessState) {
  if (silent) return '—';
  const still = loops.filter(({ ageSeconds }) => ageSeconds > stillAfterSeconds);
  if (still.length === 0) return `${loops.length} 个，均有进展`;
  return still.map(({ loop, ageSeconds }) => (
    <div key={loop}>
      <b>
        {loopNames[loop] ?? loop} 已 {formatNumber(Math.round(ageSeconds))} 秒没有进展
      </b>
    </div>
  ));
}
