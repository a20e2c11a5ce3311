import type { IncidentDetail, Kin } from '#contracts/desk.ts';
import { statusNames } from '#contracts/incident.ts';
import { dispatchModeNames } from '#contracts/dispatch-mode.ts';
import { taskWords } from '#contracts/task.ts';
import type { Task } from '#contracts/task.ts';
import { formatNear } from '../../shared/format.ts';
import { useDesk } from '../desk-context.ts';

/** 工单、子案: only where there is more than the one unit that the head names. */
export function Work({ detail, now }: { detail: IncidentDetail; now: number }) {
  const tasks = detail.tasks.filter(({ round }) => round === detail.round);
  const several = tasks.length > 1 || tasks.some(({ mode }) => mode === 'hand-over');
  const { children } = detail.kin;
  if (!several && children.length === 0) return null;
  return (
    <ul className="work-list" aria-label="工单与子案">
      {several && tasks.map((task) => <TaskRow key={task.id} task={task} now={now} />)}
      {children.map((child) => (
        <ChildRow key={child.id} child={child} />
      ))}
    </ul>
  );
}

function TaskRow({ task, now }: { task: Task; now: number }) {
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
      <b>
        {task.mode === 'dispatch' ? (task.part === 'host' ? '主办' : '协办') : dispatchModeNames[task.mode]}
      </b>
      <span title={facts.join('；')}>
        {task.unitName}　{taskWords(task)}
        {facts.length > 0 && <small>　{facts.join('；')}</small>}
      </span>
    </li>
  );
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
