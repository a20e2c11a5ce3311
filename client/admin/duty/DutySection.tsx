import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Popconfirm, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { DutyList, postNames } from '#contracts/duty.ts';
import type { Duty } from '#contracts/duty.ts';
import type { Session } from '#contracts/people.ts';
import { apiGet, apiSend, errorWords, withQuery } from '../../shared/api.ts';
import { cityNow } from '../../shared/now.ts';
import { formatDate } from '../../shared/format.ts';
import { hasRight } from '../../shared/session.tsx';
import { useSay } from '../../shared/undo.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { DutyForm } from './DutyForm.tsx';

const daysShown = 7;

/** 值班表: who is on duty from 08:00 of each day on; numbers are masked here as everywhere. */
export function DutySection({ session }: { session: Session }) {
  const cache = useQueryClient();
  const say = useSay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [edited, setEdited] = useState<Duty | null>(null);
  const mayEdit = hasRight(session, 'duty.edit');
  const list = useQuery({
    queryKey: ['duty', chosen],
    queryFn: () => apiGet(withQuery('/api/duty', { from: chosen, days: daysShown }), DutyList),
  });
  // Before 08:00 the day before is still on duty: the server says which day it is.
  const from = chosen ?? list.data?.today ?? formatDate(cityNow());
  const again = () => cache.invalidateQueries({ queryKey: ['duty'] });
  async function drop({ id }: Duty) {
    await apiSend('DELETE', `/api/duty/${id}`, undefined, null).catch((error: unknown) =>
      say(errorWords(error)),
    );
    await again();
  }
  return (
    <SectionFrame
      title="值班表"
      about="每日 08:00 交班；特急与涉险事项、告警和预警按此叫应，10 分钟未接改叫备岗。整月可用 npm run import -- duty 值班表.xlsx 导入，--dry-run 先看十行。"
    >
      <div className="duty-tools">
        <DatePicker
          aria-label="起始日期"
          allowClear={false}
          value={dayjs(from)}
          onChange={(day) => day && setChosen(day.format('YYYY-MM-DD'))}
        />
        <Button href={withQuery('/api/callouts/ledger', { from, to: from, format: 'xlsx' })}>
          当日叫应台账 xlsx
        </Button>
      </div>
      {mayEdit && (
        <DutyForm
          key={edited?.id ?? 'new'}
          day={from}
          edited={edited}
          onCancel={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            void again();
          }}
        />
      )}
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data?.items ?? []}
        locale={{ emptyText: list.isError ? errorWords(list.error) : '这几天还没有排班' }}
        columns={[
          { title: '日期', dataIndex: 'day', width: 110 },
          { title: '单位', dataIndex: 'unitName', ellipsis: true },
          { title: '岗位', key: 'post', width: 90, render: (_, { post }) => postNames[post] },
          { title: '值班人', dataIndex: 'name', width: 100 },
          {
            title: '电话',
            dataIndex: 'phone',
            width: 130,
            render: (phone: string | null) => phone ?? '未登记',
          },
          { title: '备岗', dataIndex: 'standIn', width: 100, render: (name: string | null) => name ?? '无' },
          {
            title: '备岗电话',
            dataIndex: 'standInPhone',
            width: 130,
            render: (phone: string | null) => phone ?? '',
          },
          ...(mayEdit
            ? [
                {
                  title: '',
                  key: 'do',
                  width: 120,
                  render: (_: unknown, row: Duty) => (
                    <>
                      <Button size="small" onClick={() => setEdited(row)}>
                        改
                      </Button>{' '}
                      <Popconfirm
                        title={`删去 ${row.day} ${row.unitName}的${row.name}？`}
                        okText="删去"
                        cancelText="保留"
                        onConfirm={() => void drop(row)}
                      >
                        <Button size="small">删</Button>
                      </Popconfirm>
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </SectionFrame>
  );
}
