import { dispatchModeNames } from '#contracts/dispatch-mode.ts';
import { checkNames, verdictNames } from '#contracts/task.ts';
import type { Session } from '#contracts/people.ts';
import { formatClock } from '../../shared/format.ts';
import { SeverityMark, SeverityWord } from '../../shared/symbols.tsx';
import { useField, usePlace } from '../work/hooks.ts';
import { isTodo, nextFirst, pointOf, viewOf } from '../work/view.ts';
import type { TaskView } from '../work/view.ts';
import { unsentWords } from '../work/words.ts';
import { Asked } from './Asked.tsx';
import { Clock } from './Clock.tsx';
import { Going } from './Going.tsx';
import { JudgeForm } from './JudgeForm.tsx';
import { ReportForm } from './ReportForm.tsx';
import { Said } from './Said.tsx';
import { Supervised } from './Supervised.tsx';
import { Top } from './Top.tsx';
import { Trouble } from './Trouble.tsx';
import { Note } from './Ways.tsx';

/** One task: what, where, until when, what was said; one big button that changes its words. */
export function TaskPage({ id }: { id: number }) {
  const { news, steps } = useField();
  if (!news) return null;
  const views = nextFirst(news.cards.map((card) => viewOf(card, steps)));
  const view = views.find(({ card }) => card.id === id);
  if (!view)
    return (
      <>
        <Top title="任务" back="#/" />
        <main className="nothing">
          <p className="nothing-title">这张工单已不在您名下</p>
          <p>可能已办结、撤回或改派。本机未上传的内容仍在“待上传”中。</p>
        </main>
      </>
    );
  const todo = views.filter(isTodo);
  const at = todo.indexOf(view);
  return (
    <>
      <Top title={at < 0 ? '工单' : `我的任务 ${at + 1}/${todo.length}`} back="#/" />
      <Task key={id} view={view} session={news.session} />
    </>
  );
}

function Task({ view, session }: { view: TaskView; session: Session }) {
  const { card, next, due, trouble } = view;
  const { incident } = card;
  const place = usePlace(next !== 'over' && next !== 'wait' && next !== 'paused');
  return (
    <main className="task">
      <Head view={view} />
      {trouble && <Trouble step={trouble} />}
      {incident.danger.length > 0 && next !== 'over' && (
        <p className="danger">
          涉及人身安全：{incident.danger.join('、')}。先救人、先设警戒，同时报告值班台。
        </p>
      )}
      {next !== 'over' && <Clock due={due} none={noClockWords(card)} />}
      <Walked view={view} />
      <Supervised view={view} />
      {card.kind === 'handle' && <Asked view={view} session={session} place={place} />}
      {next === 'report' &&
        (card.kind === 'handle' ? (
          <ReportForm view={view} session={session} place={place} />
        ) : (
          <JudgeForm view={view} session={session} place={place} />
        ))}
      {next !== 'report' && card.note && <Note words={card.note} />}
      {(next === 'sign' || next === 'arrive') && <Going view={view} session={session} place={place} />}
      {(next === 'wait' || next === 'over') && <Result view={view} />}
    </main>
  );
}

function Head({ view }: { view: TaskView }) {
  const { incident } = view.card;
  return (
    <div className="task-head">
      <SeverityMark ground="light" level={incident.severity} size={40} />
      <div>
        <h2>{incident.title}</h2>
        <p>
          <SeverityWord ground="light" level={incident.severity} /> <span>{incident.categoryName}</span>
          {asked(view.card) && <b>{asked(view.card)}</b>}
          {assignedTo(view.card) && <b>派给 {assignedTo(view.card)}</b>}
          <span className="task-no">{incident.no}</span>
        </p>
        <p className="task-place">
          {incident.address ?? (pointOf(view) ? '地点见导航' : '没有点位，请按来件核实地点')}
        </p>
      </div>
    </div>
  );
}

/** Why no clock runs. */
function noClockWords({ dueAt, incident }: TaskView['card']): string {
  if (dueAt === null) return '本单未设办理时限';
  return incident.status === 'suspended' ? '挂账中，时限已停' : '处置时限已停';
}

/** The person of the unit who was named to do it. */
function assignedTo({ hops }: TaskView['card']): string | null {
  return hops.at(-1)?.assignee ?? null;
}

/** 协办, 商请协办, 联动通知: that somebody else is in charge, or how the unit was asked; nothing for the one in charge. */
function asked({ kind, part, mode }: TaskView['card']): string | null {
  if (kind !== 'handle') return checkNames[kind];
  if (mode !== 'dispatch') return dispatchModeNames[mode];
  return part === 'co-host' ? '协办' : null;
}

/** 06:07 已签收　06:20 已到达　下一步：反馈. */
function Walked({ view: { signedAt, arrivedAt, reportedAt, next, card } }: { view: TaskView }) {
  const last = card.kind === 'handle' ? '反馈' : `${checkNames[card.kind]}结论`;
  const nexts = { sign: '签收', arrive: '到现场', report: last, paused: null, wait: null, over: null }[next];
  return (
    <p className="walked">
      {signedAt && <span>{formatClock(signedAt)} 已签收</span>}
      {arrivedAt && <span>{formatClock(arrivedAt)} 已到达</span>}
      {reportedAt && next === 'wait' && <span>{formatClock(reportedAt)} 已反馈</span>}
      {card.incident.reworkCount > 0 && next === 'report' && <b>返工 {card.incident.reworkCount} 次</b>}
      {nexts && <b>下一步：{nexts}</b>}
    </p>
  );
}

const results: Partial<Record<TaskView['card']['status'], string>> = {
  done: '本单已办结。',
  recalled: '本单已由派遣台撤回，不用再办。',
  returned: '本单已退回派遣台。',
  reported: '反馈已送达，等待审核。如需返工会再次出现在待办中。',
};

function Result({ view: { card, steps } }: { view: TaskView }) {
  return (
    <>
      <p className="note">
        {steps.length > 0
          ? `待上传：${unsentWords(steps)}。已存手机，有信号自动补传。`
          : results[card.status]}
      </p>
      {card.kind !== 'handle' && card.verdict && (
        <p>
          {checkNames[card.kind]}结论：{verdictNames[card.kind][card.verdict]}
        </p>
      )}
      {card.returnReason && <p>退单理由：{card.returnReason}</p>}
      {card.report && <p>处置情况：{card.report}</p>}
      <Said said={card.said} count={card.incident.eventCount} />
    </>
  );
}
