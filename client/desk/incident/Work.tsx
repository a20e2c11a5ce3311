import type { IncidentDetail, Kin } from '#contracts/desk.ts';
import { statusNames } from '#contracts/incident.ts';
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
      {children.map((child) => (
        <ChildRow key={child.id} child={child} />
      ))}
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
