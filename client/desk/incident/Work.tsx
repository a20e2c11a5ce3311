import { useState } from 'react';
import type { IncidentDetail, Kin } from '#contracts/desk.ts';
import { doneStatuses, statusNames } from '#contracts/incident.ts';
import { hopSpans, hopWords } from '#contracts/hops.ts';
import { dispatchModeNames } from '#contracts/dispatch-mode.ts';
import { checkNames, taskWords } from '#contracts/task.ts';
import type { Task } from '#contracts/task.ts';
import { formatNear } from '../../shared/format.ts';
import { useDesk } from '../desk-context.ts';

/** 工单、子案: only where there is more than the one unit that the head names. */
export function Work({ detail, now }: { detail: IncidentDetail; now: number }) {
  const tasks = detail.tasks.filter(({ round }) => round === detail.round);
  const several =
    tasks.length > 1 ||
    tasks.some(({ mode, kind, hops }) => mode === 'hand-over' || kind !== 'handle' || hops.length > 0);
  const { children } = detail.kin;
  if (!several && children.length === 0) return null;
  return (
    <ul className="work-list" aria-label="工单与子案">
      {several &&
        tasks.map((task) => <TaskRow key={task.id} task={task} now={now} since={deskSince(detail, task)} />)}
      <Children detail={detail} />
    </ul>
  );
}

/** When the desk began to have it: when it came, or when the task before this one ended. */
function deskSince({ openedAt, tasks }: IncidentDetail, task: Task): string {
  const ended = tasks.filter((one) => one.kind === 'handle' && one.part === 'host' && one.id < task.id);
  return ended.reduce((at, one) => (one.endedAt !== null && one.endedAt > at ? one.endedAt : at), openedAt);
}

/** 市中心 3 分 → 高要区 12 分 → 金利镇 7 分: where a task went down the levels, what each of them took. */
function Hops({ task, since, now }: { task: Task; since: string; now: number }) {
  if (task.hops.length === 0) return null;
  const words = hopSpans(task, since, now).map(
    ({ name, ms, runs }) => `${name} ${hopWords(ms)}${runs ? '（在办）' : ''}`,
  );
  return <small className="work-hops">{words.join(' → ')}</small>;
}

function TaskRow({ task, now, since }: { task: Task; now: number; since: string }) {
  const open = task.status === 'to-sign' || task.status === 'handling';
  const facts = [
    task.seat === null || task.receivedAt === null
      ? ''
      : `坐席 ${task.seat}，${formatNear(task.receivedAt, now)} 接收`,
    open && task.dueAt !== null ? `${formatNear(task.dueAt, now)} 止` : '',
    task.report ?? task.returnReason ?? task.note ?? '',
  ].filter((fact) => fact !== '');
  return (
    <li>
      <b>{kindWords(task)}</b>
      <span title={facts.join('；')}>
        {task.unitName}　{taskWords(task)}
        <Hops task={task} since={since} now={now} />
        {facts.length > 0 && <small>　{facts.join('；')}</small>}
      </span>
    </li>
  );
}

/** 主办, 协办, 商请协办, 核查: what the unit was asked for. */
function kindWords({ kind, mode, part }: Task): string {
  if (kind !== 'handle') return checkNames[kind];
  if (mode !== 'dispatch') return dispatchModeNames[mode];
  return part === 'host' ? '主办' : '协办';
}

/** More children than these are a list of their own. */
const mostAtOnce = 8;

/** 子案 12 件：待签收 3、处置中 5、已结案 4, and those that are open first; a storm has hundreds. */
function Children({ detail }: { detail: IncidentDetail }) {
  const [whole, setWhole] = useState<number | null>(null);
  const { children } = detail.kin;
  if (children.length === 0) return null;
  const done = ({ status }: Kin): number => Number(doneStatuses.includes(status));
  const sorted = children.toSorted((a, b) => done(a) - done(b) || a.severity - b.severity || a.id - b.id);
  const shown = whole === detail.id ? sorted : sorted.slice(0, mostAtOnce);
  return (
    <>
      {children.length > 1 && (
        <li>
          <b>子案</b>
          <span>
            {children.length} 件：{byStatus(children)}
          </span>
        </li>
      )}
      {shown.map((child) => (
        <ChildRow key={child.id} child={child} />
      ))}
      {shown.length < sorted.length && (
        <li>
          <b>子案</b>
          <button type="button" className="plain" onClick={() => setWhole(detail.id)}>
            另有 {sorted.length - shown.length} 件，展开
          </button>
        </li>
      )}
    </>
  );
}

/** 待签收 3、已结案 4: in the order of the life cycle. */
function byStatus(children: readonly Kin[]): string {
  return Object.entries(statusNames)
    .map(([status, name]) => ({ name, count: children.filter((child) => child.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} ${count}`)
    .join('、');
}

function ChildRow({ child }: { child: Kin }) {
  const { select } = useDesk();
  return (
    <li>
      <b>子案</b>
      <button type="button" className="plain" title={child.title} onClick={() => select(`i${child.id}`)}>
        {child.no} {child.title}
      </button>
      <small>
        {statusNames[child.status]} {child.departmentName ?? ''}
      </small>
    </li>
  );
}
