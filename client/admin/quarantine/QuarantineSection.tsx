import { Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import type { QuarantineRow } from '#contracts/desk.ts';
import { sourceNames } from '#contracts/incident.ts';
import type { Session } from '#contracts/people.ts';
import { formatDateTime, formatNumber } from '../../shared/format.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState, ErrorState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { QuarantineItem } from './QuarantineItem.tsx';
import { useQuarantine } from './useQuarantine.ts';
import type { State } from './useQuarantine.ts';
import { codeName, stateNames } from './words.ts';

const every = '';

/** 隔离区: what a door or the merge could not take; nothing is lost, a person decides. */
export function QuarantineSection({ session }: { session: Session }) {
  const [state, setState] = useState<State>('open');
  const [code, setCode] = useState(every);
  const [opened, setOpened] = useState<QuarantineRow | null>(null);
  const list = useQuarantine(state, code === every ? null : code);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const counts = list.data?.pages[0]?.counts ?? [];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <SectionFrame
      title="隔离区"
      about="不合格式、设备未登记、坐标在市外的来件先放在这里，不丢不算；核对后重放，或写明理由作废。"
      tools={
        <Segmented<State>
          aria-label="状态"
          options={(['open', 'replayed', 'dropped'] as const).map((one) => ({
            value: one,
            label: one === 'open' ? `${stateNames[one]} ${formatNumber(total)}` : stateNames[one],
          }))}
          value={state}
          onChange={setState}
        />
      }
    >
      {state === 'open' && counts.length > 0 && (
        <Segmented
          className="quarantine-codes"
          aria-label="原因"
          options={[
            { value: every, label: `全部 ${formatNumber(total)}` },
            ...counts.map((one) => ({
              value: one.code,
              label: `${codeName(one.code)} ${formatNumber(one.count)}`,
            })),
          ]}
          value={code}
          onChange={setCode}
        />
      )}
      {list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Table<QuarantineRow>
          size="small"
          rowKey="id"
          loading={list.isPending}
          dataSource={rows}
          pagination={false}
          locale={{
            emptyText: (
              <EmptyState
                title={state === 'open' ? '没有待处理的隔离记录' : `没有${stateNames[state]}的记录`}
              >
                {state === 'open' ? '各来源的来件都已受理。' : undefined}
              </EmptyState>
            ),
          }}
          columns={[
            { title: '收到', key: 'at', width: 150, render: (_, row) => formatDateTime(row.receivedAt) },
            {
              title: '来源',
              key: 'source',
              width: 90,
              render: (_, row) => sourceNames[row.source] ?? row.source,
            },
            { title: '原因', key: 'code', width: 130, render: (_, row) => codeName(row.code) },
            { title: '说明', dataIndex: 'message', ellipsis: true },
            { title: '编号', dataIndex: 'key', width: 220, ellipsis: true, render: (key) => key ?? '—' },
            { title: '设备', dataIndex: 'deviceId', width: 160, ellipsis: true, render: (id) => id ?? '—' },
            ...(state === 'open'
              ? []
              : [{ title: '经办', dataIndex: 'decidedBy', width: 120, ellipsis: true }]),
          ]}
          onRow={(row) => ({
            tabIndex: 0,
            className: 'row-link',
            onClick: () => setOpened(row),
            onKeyDown: (event) => {
              if (event.key === 'Enter') setOpened(row);
            },
          })}
        />
      )}
      {list.hasNextPage && (
        <Button className="more" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          继续列出
        </Button>
      )}
      {opened && (
        <QuarantineItem
          key={opened.id}
          row={opened}
          mayDecide={hasRight(session, 'quarantine.decide')}
          onClose={() => setOpened(null)}
        />
      )}
    </SectionFrame>
  );
}
