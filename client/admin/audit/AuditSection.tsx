import { Alert, Button, DatePicker, Input, Select, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { errorWords } from '../../shared/api.ts';
import { formatClock, formatDate, formatDateTime, formatNumber } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { EmptyState, ErrorState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { noFilter, useAudit, useVerify } from './useAudit.ts';
import type { AuditFilter, AuditRow, Verdict } from './useAudit.ts';
import { actionName, detailWords, nounNames, targetWords } from './words.ts';

/** 审计: who did what to which, in a chain that cannot be changed unseen. */
export function AuditSection() {
  const [filter, setFilter] = useState<AuditFilter>(noFilter);
  const audit = useAudit(filter);
  const rows = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <SectionFrame
      title="审计"
      about="登录、账号、个人信息查看、基础数据修改都记在这里；只增不改，每条带上一条的校验值。"
      tools={<VerifyButton />}
    >
      <Filters filter={filter} onChange={setFilter} />
      {audit.isError && rows.length === 0 ? (
        <ErrorState error={audit.error} onRetry={() => void audit.refetch()} />
      ) : (
        <Table<AuditRow>
          size="small"
          rowKey={({ stream, seq }) => `${stream}/${seq}`}
          loading={audit.isPending}
          dataSource={rows}
          pagination={false}
          expandable={{
            expandedRowRender: ({ detail }) => (
              <pre className="item-body">{JSON.stringify(detail, null, 2)}</pre>
            ),
            rowExpandable: ({ detail }) => Object.keys(detail).length > 0,
          }}
          columns={[
            {
              title: '时间',
              key: 'at',
              width: 170,
              render: (_, { at }) => `${formatDate(at)} ${formatClock(at, true)}`,
            },
            { title: '账号', dataIndex: 'actor', width: 140, ellipsis: true },
            { title: '动作', key: 'action', width: 170, render: (_, { action }) => actionName(action) },
            {
              title: '对象',
              key: 'target',
              width: 240,
              ellipsis: true,
              render: (_, { target }) => <span title={target}>{targetWords(target)}</span>,
            },
            {
              title: '明细',
              key: 'detail',
              ellipsis: true,
              render: (_, { detail }) => detailWords(detail),
            },
            {
              title: '链号',
              key: 'seq',
              width: 90,
              align: 'right',
              render: (_, { stream, seq }) => `${stream}-${seq}`,
            },
          ]}
          locale={{
            emptyText: (
              <EmptyState title="没有符合条件的记录">
                {filter === noFilter ? undefined : '请放宽条件，或清空后重新查询。'}
              </EmptyState>
            ),
          }}
        />
      )}
      {audit.hasNextPage && (
        <Button
          className="more"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          继续列出更早的
        </Button>
      )}
    </SectionFrame>
  );
}

function Filters({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  const change = (part: Partial<AuditFilter>): void => onChange({ ...filter, ...part });
  return (
    <div className="audit-filters">
      <Input.Search
        allowClear
        aria-label="账号"
        placeholder="账号，如 zhiban"
        onSearch={(actor) => change({ actor: actor.trim() })}
      />
      <Select
        aria-label="动作"
        value={filter.action}
        options={[
          { value: '', label: '所有动作' },
          ...Object.entries(nounNames).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(action) => change({ action })}
      />
      <Input.Search
        allowClear
        aria-label="对象"
        placeholder="对象，如 account/zhiban"
        onSearch={(target) => change({ target: target.trim() })}
      />
      <DatePicker.RangePicker
        aria-label="时间范围"
        disabledDate={(day) => day.isAfter(dayjs(cityNow()))}
        onChange={(days) =>
          change({
            from: days?.[0] ? days[0].startOf('day').toISOString() : null,
            to: days?.[1] ? days[1].add(1, 'day').startOf('day').toISOString() : null,
          })
        }
      />
    </div>
  );
}

function VerifyButton() {
  const verify = useVerify();
  return (
    <>
      <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate()}>
        核对审计链
      </Button>
      {verify.data && <VerdictWords verdict={verify.data} />}
      {verify.isError && <Alert type="error" showIcon title={errorWords(verify.error)} />}
    </>
  );
}

function VerdictWords({ verdict: { rows, firstBad } }: { verdict: Verdict }) {
  const when = formatDateTime(cityNow());
  return firstBad === null ? (
    <Alert type="success" showIcon title={`${when} 核对 ${formatNumber(rows)} 条，前后相接，无改动`} />
  ) : (
    <Alert
      type="error"
      showIcon
      title={`第 ${firstBad.stream} 链第 ${firstBad.seq} 条不符：${firstBad.why}。请保护现场并报告安全管理员`}
    />
  );
}
