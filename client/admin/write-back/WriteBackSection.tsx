import { Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { writeBackStates } from '#contracts/write-back.ts';
import type { WriteBack, WriteBackState } from '#contracts/write-back.ts';
import { errorWords } from '../../shared/api.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { PlatformFiles } from './PlatformFiles.tsx';
import { useWriteBacks } from './useWriteBacks.ts';

const all = 'all';

/** 热线回写: every signed answer on its way back to the platform that the ticket came from; failures first. */
export function WriteBackSection({ session }: { session: Session }) {
  const now = useNow(30_000);
  const [state, setState] = useState<WriteBackState | typeof all>(all);
  const steps = useWriteBacks(state === all ? undefined : state);
  const { list, busy, push } = steps;
  const { items = [], counts = {}, platforms = [] } = list.data ?? {};
  const mayPush = hasRight(session, 'write-back.push');
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <SectionFrame
      title="热线回写"
      about="签发的答复原样回写上级热线平台，不再打第二遍字。有接口的自动回写，失败在此重推，对方按编号只收一次；没有接口的按平台原格式导出，再读回回执。演示、演练数据不外发。"
    >
      {mayPush && <PlatformFiles platforms={platforms} steps={steps} />}
      <Segmented
        aria-label="状态"
        value={state}
        options={[
          { value: all, label: `全部 ${formatNumber(total)}` },
          ...Object.entries(writeBackStates).map(([value, label]) => ({
            value: value as WriteBackState,
            label: `${label} ${formatNumber(counts[value] ?? 0)}`,
          })),
        ]}
        onChange={setState}
      />
      <Table
        size="small"
        rowKey="id"
        className="write-backs"
        pagination={{ pageSize: 12, hideOnSinglePage: true, size: 'small' }}
        loading={list.isPending}
        dataSource={items}
        locale={{ emptyText: list.isError ? errorWords(list.error) : '没有这样的回写' }}
        columns={[
          { title: '平台', dataIndex: 'platformName', width: 190, ellipsis: true },
          { title: '工单编号', dataIndex: 'ticketNo', width: 160, ellipsis: true },
          { title: '答复', dataIndex: 'answer', ellipsis: true },
          {
            title: '答复人',
            key: 'by',
            width: 150,
            render: (_, one) => `${one.answeredBy} ${formatNear(one.answeredAt, now)}`,
          },
          {
            title: '情况',
            key: 'state',
            width: 240,
            ellipsis: true,
            render: (_, one) => <State one={one} />,
          },
          {
            title: '',
            key: 'do',
            width: 80,
            render: (_, one) =>
              mayPush && one.way === 'interface' && one.state === 'failed' ? (
                <Button size="small" disabled={busy} onClick={() => void push(one.id)}>
                  重推
                </Button>
              ) : null,
          },
        ]}
      />
    </SectionFrame>
  );
}

function State({ one }: { one: WriteBack }) {
  const bad = one.state === 'failed' || one.state === 'refused';
  return (
    <span title={one.reason ?? ''}>
      {bad ? <b>{writeBackStates[one.state]}</b> : writeBackStates[one.state]}
      {one.reason !== null && `：${one.reason}`}
    </span>
  );
}
