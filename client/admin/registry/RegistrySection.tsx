import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input, Segmented, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useDeferredValue, useState } from 'react';
import { DeviceList } from '#contracts/registry.ts';
import type { DeviceRow } from '#contracts/registry.ts';
import { apiGet, withQuery } from '../../shared/api.ts';
import { formatDateTime, formatNear, formatNumber, spanWords } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { EmptyState, ErrorState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { useNames } from '../useNames.ts';
import type { Names } from '../useNames.ts';

type Kind = 'sensors' | 'cameras';
const kindNames: Record<Kind, string> = { sensors: '传感设备', cameras: '摄像' };
const limit = 500;
/** A sensor that was not heard for this long is not live. */
const quietMs = 3_600_000;

/** 设备登记: what is registered and when it was last heard. */
export function RegistrySection() {
  const [kind, setKind] = useState<Kind>('sensors');
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const names = useNames();
  const now = useNow(30_000);
  const devices = useQuery({
    queryKey: ['registry', kind, asked],
    queryFn: () => apiGet(withQuery(`/api/registry/${kind}`, { q: asked, limit }), DeviceList),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const { total = 0, items = [] } = devices.data ?? {};
  return (
    <SectionFrame
      title="设备登记"
      about={
        `${kindNames[kind]} ${formatNumber(total)} 台${asked === '' ? '' : `（含“${asked}”）`}` +
        (total > items.length ? `，以下为前 ${formatNumber(items.length)} 台，请缩小查找。` : '。') +
        '未登记设备的读数先入隔离区，登记后自动补录；登记由接入平台写入。'
      }
      tools={
        <>
          <Segmented<Kind>
            aria-label="设备种类"
            options={[
              { value: 'sensors', label: '传感设备' },
              { value: 'cameras', label: '摄像' },
            ]}
            value={kind}
            onChange={setKind}
          />
          <Input.Search
            allowClear
            placeholder="按编号或名称查找"
            aria-label="查找"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </>
      }
    >
      {devices.isError && items.length === 0 ? (
        <ErrorState error={devices.error} onRetry={() => void devices.refetch()} />
      ) : (
        <Table<DeviceRow>
          size="small"
          rowKey="id"
          loading={devices.isPending}
          dataSource={items}
          columns={columnsOf(kind, names, now)}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: <Nothing asked={asked} kind={kind} /> }}
        />
      )}
    </SectionFrame>
  );
}

function Nothing({ asked, kind }: { asked: string; kind: Kind }) {
  return asked === '' ? (
    <EmptyState title={`尚未登记${kindNames[kind]}`}>接入平台登记之后，设备即在此列出。</EmptyState>
  ) : (
    <EmptyState title={`没有含“${asked}”的${kindNames[kind]}`}>
      请核对编号，或到隔离区看是否有未登记设备的来件。
    </EmptyState>
  );
}

function columnsOf(kind: Kind, names: Names, now: number): TableColumnsType<DeviceRow> {
  const metricNames = names.of('threshold');
  const metrics: TableColumnsType<DeviceRow>[number] = {
    title: '指标',
    key: 'metrics',
    width: 130,
    ellipsis: true,
    render: (_, device) => device.metrics.map((one) => metricNames.get(one) ?? one).join('、') || '—',
  };
  const sight: TableColumnsType<DeviceRow>[number] = {
    title: '视域（朝向 视场角 距离）',
    key: 'sight',
    width: 190,
    render: (_, { sight: seen }) =>
      seen ? `${seen.headingDeg}°　${seen.fovDeg}°　${formatNumber(seen.rangeM)} 米` : '—',
  };
  return [
    { title: '编号', dataIndex: 'id', width: 140, ellipsis: true },
    { title: '名称', dataIndex: 'name', width: 200, ellipsis: true },
    { title: '类型', dataIndex: 'kind', width: 104, ellipsis: true },
    {
      title: '县（市、区）',
      key: 'district',
      width: 100,
      render: (_, { districtCode }) => names.districts.get(districtCode ?? '') ?? districtCode ?? '—',
    },
    {
      title: '管理单位',
      key: 'unit',
      ellipsis: true,
      render: (_, { departmentCode }) => names.of('unit').get(departmentCode ?? '') ?? departmentCode ?? '—',
    },
    kind === 'sensors' ? metrics : sight,
    {
      title: '坐标（WGS 84）',
      key: 'place',
      width: 150,
      render: (_, { lng, lat }) => `${lng.toFixed(5)}, ${lat.toFixed(5)}`,
    },
    {
      title: kind === 'sensors' ? '最近读数' : '最近告警（7 日内）',
      key: 'last',
      width: 150,
      render: (_, device) => <LastHeard kind={kind} at={device.lastAt} now={now} />,
    },
    {
      title: '登记时间',
      key: 'updated',
      width: 150,
      render: (_, { updatedAt }) => formatDateTime(updatedAt),
    },
  ];
}

/** A camera is silent when nothing is wrong; a sensor is not. */
function LastHeard({ kind, at, now }: { kind: Kind; at: string | null; now: number }) {
  if (at === null) return <span className="quiet">{kind === 'sensors' ? '从未上报' : '无'}</span>;
  const silent = now - Date.parse(at);
  if (kind === 'sensors' && silent > quietMs)
    return (
      <b title={formatDateTime(at)}>
        {formatNear(at, now)} 延迟 {spanWords(silent)}
      </b>
    );
  return <span title={formatDateTime(at)}>{formatNear(at, now)}</span>;
}
