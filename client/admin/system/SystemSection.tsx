import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { OpsState } from '#contracts/ops.ts';
import type { Session } from '#contracts/people.ts';
import { ApiError, apiGet } from '../../shared/api.ts';
import { formatClock, formatDateTime, formatNear, formatNumber, spanWords } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { ErrorState, LoadingState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { Processes } from './Processes.tsx';
import { UnsentList } from './UnsentList.tsx';
import { backlogNames, checkNames, jobNames } from './words.ts';

const everyMs = 10_000;
/** The publisher speaks each two seconds; longer silence means that screens stand still. */
const feedLateMs = 10_000;

/** A day, and time for the copy itself. */
const backupLateMs = 26 * 3_600_000;

/** 系统: is it ready, is it heard, does anything wait. */
export function SystemSection({ session }: { session: Session }) {
  const now = useNow(5_000);
  const ready = useQuery({
    queryKey: ['ops', 'ready'],
    queryFn: () => apiGet('/readyz', z.object({ status: z.string() })),
    refetchInterval: everyMs,
    retry: false,
  });
  const ops = useQuery({
    queryKey: ['ops', 'state'],
    queryFn: () => apiGet('/api/ops/state', OpsState),
    refetchInterval: everyMs,
  });
  const state = ops.data;
  return (
    <SectionFrame
      title="系统"
      about={state ? `截至 ${formatClock(state.asOf, true)}，每 10 秒更新。` : '运行状况。'}
    >
      <p className={ready.isError ? 'ready ready-not' : 'ready'} role="status">
        {ready.isError
          ? `未就绪：${ready.error instanceof ApiError ? ready.error.message : '原因不明'}`
          : ready.isPending
            ? '正在检查…'
            : '就绪：数据库可提交，Redis 可达'}
      </p>
      {state ? (
        <div className="system-columns">
          <div>
            <Versions state={state} now={now} />
            <Block title="进程">
              <Processes processes={state.processes} now={now} />
            </Block>
            <Backlogs state={state} now={now} />
            <Block title="未送达">
              <UnsentList now={now} mayDecide={hasRight(session, 'delivery.settle')} />
            </Block>
            <Checks state={state} />
          </div>
          <div>
            <Sources state={state} now={now} />
            <Jobs state={state} now={now} />
          </div>
        </div>
      ) : ops.isError ? (
        <ErrorState error={ops.error} onRetry={() => void ops.refetch()} />
      ) : (
        <LoadingState />
      )}
    </SectionFrame>
  );
}

type Part = { state: OpsState; now: number };

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="system-block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Versions({ state, now }: Part) {
  const { versions, startedAt, databaseBytes, feed, partitionsUntil } = state;
  const feedLate = feed.aliveAt === null || now - Date.parse(feed.aliveAt) > feedLateMs;
  const facts: [string, ReactNode][] = [
    ['城运', versions.program],
    ['Node', versions.node],
    ['PostgreSQL', versions.postgresql],
    ['PostGIS', versions.postgis],
    ['基础数据', `第 ${formatNumber(versions.reference)} 版`],
    ['本进程启动', `${formatDateTime(startedAt)}，已运行 ${spanWords(now - Date.parse(startedAt))}`],
    ['数据库', `${formatNumber(databaseBytes / 1_048_576)} MB`],
    ['日分区', partitionsUntil === null ? <b key="none">缺少</b> : `已备至 ${partitionsUntil}`],
    ['最近备份', <BackupWords key="backup" state={state} now={now} />],
    [
      '实时画面',
      feedLate ? (
        <b key="late">{feed.aliveAt === null ? '未发布' : `停在 ${formatDateTime(feed.aliveAt)}`}</b>
      ) : (
        `正常，第 ${formatNumber(feed.no)} 帧`
      ),
    ],
  ];
  return (
    <Block title="版本与进程">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Block>
  );
}

function BackupWords({ state: { lastBackup }, now }: Part) {
  if (lastBackup === null) return <b>从未备份，请运行 npm run backup</b>;
  const { at, bytes } = lastBackup;
  const words = `${formatNear(at, now)}，${formatNumber(Math.round(bytes / 1_048_576))} MB`;
  return now - Date.parse(at) > backupLateMs ? <b>{words}</b> : words;
}

function Backlogs({ state, now }: Part) {
  return (
    <Block title="积压">
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={state.backlogs}
        columns={[
          { title: '项目', key: 'name', width: 130, render: (_, { id }) => backlogNames[id].name },
          {
            title: '件数',
            key: 'count',
            width: 80,
            align: 'right',
            render: (_, { count }) => (count > 0 ? <b>{formatNumber(count)}</b> : '0'),
          },
          {
            title: '最早一件',
            key: 'since',
            width: 150,
            render: (_, { since }) =>
              since === null ? '—' : `${formatNear(since, now)}，${spanWords(now - Date.parse(since))}`,
          },
          { title: '说明', key: 'help', render: (_, { id }) => backlogNames[id].help },
        ]}
      />
    </Block>
  );
}

function Checks({ state }: { state: OpsState }) {
  const wrong = state.checks.filter(({ count }) => count > 0);
  return (
    <Block title="自检">
      {state.checks.length === 0 ? (
        <p>
          <b>近五分钟没有自检结果</b>，请查工作进程是否在运行。
        </p>
      ) : wrong.length === 0 ? (
        <p>{state.checks.length} 项全部为零。</p>
      ) : (
        <ul className="checks">
          {wrong.map(({ id, count }) => (
            <li key={id}>
              {checkNames[id] ?? id} <b>{formatNumber(count)}</b>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

function Sources({ state, now }: Part) {
  return (
    <Block title="数据源">
      <Table
        size="small"
        rowKey="source"
        pagination={false}
        dataSource={state.sources}
        columns={[
          { title: '来源', dataIndex: 'name', width: 110 },
          {
            title: '最近来件',
            key: 'last',
            render: (_, { lastAt }) => (lastAt === null ? '—' : formatNear(lastAt, now)),
          },
          {
            title: '状态',
            key: 'state',
            width: 160,
            render: (_, { late, lateWords, lastAt }) =>
              late ? <b>{lateWords}</b> : <span className={lastAt === null ? 'quiet' : ''}>{lateWords}</span>,
          },
        ]}
      />
    </Block>
  );
}

function Jobs({ state, now }: Part) {
  return (
    <Block title="定时作业">
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={state.jobs}
        locale={{ emptyText: '尚无作业运行过，请查工作进程是否在运行' }}
        columns={[
          { title: '作业', key: 'name', render: (_, { id }) => jobNames[id] ?? id },
          { title: '上次开始', key: 'at', width: 130, render: (_, job) => formatNear(job.startedAt, now) },
          {
            title: '结果',
            key: 'end',
            width: 160,
            ellipsis: true,
            render: (_, { finishedAt, error }) =>
              error !== null ? <b title={error}>失败：{error}</b> : finishedAt === null ? '正在运行' : '完成',
          },
        ]}
      />
    </Block>
  );
}
