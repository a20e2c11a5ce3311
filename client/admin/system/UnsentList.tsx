import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Table } from 'antd';
import { useState } from 'react';
import { Unsent } from '#contracts/ops.ts';
import { apiGet, apiSend } from '../../shared/api.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';

const stateNames = { uncertain: '是否送达不明', dead: '送达失败', refused: '拒绝外发' } as const;
const leastReason = 4;

/** 未送达: nobody sends these again by himself; a person asks the receiver and decides. */
export function UnsentList({ now, mayDecide }: { now: number; mayDecide: boolean }) {
  const unsent = useQuery({
    queryKey: ['ops', 'unsent'],
    queryFn: () => apiGet('/api/ops/unsent', Unsent),
    refetchInterval: 30_000,
  });
  const { items = [], count = 0 } = unsent.data ?? {};
  return (
    <>
      {count > items.length && (
        <p>
          共 {formatNumber(count)} 件，显示最新的 {items.length} 件。
        </p>
      )}
      <Table
        size="small"
        rowKey="id"
        pagination={{ pageSize: 8, hideOnSinglePage: true, size: 'small' }}
        dataSource={items}
        locale={{ emptyText: unsent.isError ? '读取失败，正在重试' : '没有未送达' }}
        columns={[
          { title: '编号', dataIndex: 'id', width: 90 },
          { title: '单位', dataIndex: 'recipient', width: 140, ellipsis: true },
          { title: '内容', dataIndex: 'title', ellipsis: true },
          {
            title: '情况',
            key: 'state',
            ellipsis: true,
            render: (_, { state, reason, createdAt }) => (
              <span title={reason ?? ''}>
                {stateNames[state]}，{formatNear(createdAt, now)}
              </span>
            ),
          },
          ...(mayDecide
            ? [
                {
                  title: '核对',
                  key: 'decide',
                  width: 250,
                  render: (_: unknown, { id }: { id: number }) => <Decide id={id} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function Decide({ id }: { id: number }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const { message } = App.useApp();
  const client = useQueryClient();
  const decide = async (decision: 'resend' | 'sent'): Promise<void> => {
    setBusy(true);
    try {
      await apiSend('POST', `/api/ops/unsent/${id}`, { decision, reason }, null);
      await client.invalidateQueries({ queryKey: ['ops'] });
    } catch (error) {
      void message.error(error instanceof Error ? error.message : '没有成功，请重试');
    } finally {
      setBusy(false);
    }
  };
  const tooShort = reason.trim().length < leastReason;
  return (
    <div className="decide">
      <Input
        size="small"
        placeholder="核对情况"
        aria-label={`第 ${id} 件的核对情况`}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button size="small" disabled={tooShort || busy} onClick={() => void decide('resend')}>
        重发
      </Button>
      <Button size="small" disabled={tooShort || busy} onClick={() => void decide('sent')}>
        已收到
      </Button>
    </div>
  );
}
