import { useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { formatClock } from '../../shared/format.ts';
import { SeverityMark, SeverityWord } from '../../shared/symbols.tsx';
import { taskStep } from '../work/acts.ts';
import { perform } from '../work/field.ts';
import { useField, usePlace } from '../work/hooks.ts';
import { chosenMap, mapApps } from '../work/navigate.ts';
import type { Place } from '../work/place.ts';
import { isTodo, nextFirst, pointOf, viewOf } from '../work/view.ts';
import type { TaskView } from '../work/view.ts';
import { unsentWords } from '../work/words.ts';
import { Clock } from './Clock.tsx';
import { Dock } from './Dock.tsx';
import { NavigateIcon } from './Icon.tsx';
import { Navigate } from './Navigate.tsx';
import { ReportForm } from './ReportForm.tsx';
import { Said } from './Said.tsx';
import { Top } from './Top.tsx';
import { Trouble } from './Trouble.tsx';
import { Note, ReturnLink } from './Ways.tsx';

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
  const { card, next, trouble } = view;
  const { incident } = card;
  const place = usePlace(next !== 'over' && next !== 'wait');
  return (
    <main className="task">
      <Head view={view} />
      {trouble && <Trouble step={trouble} />}
      {incident.danger.length > 0 && next !== 'over' && (
        <p className="danger">
          涉及人身安全：{incident.danger.join('、')}。先救人、先设警戒，同时报告值班台。
        </p>
      )}
      {next !== 'over' && <Clock startedAt={card.createdAt} dueAt={card.dueAt} />}
      <Walked view={view} />
      {next === 'report' && <ReportForm view={view} session={session} place={place} />}
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
          <span className="task-no">{incident.no}</span>
        </p>
        <p className="task-place">
          {incident.address ?? (pointOf(view) ? '地点见导航' : '没有点位，请按来件核实地点')}
        </p>
      </div>
    </div>
  );
}

/** 06:07 已签收　06:20 已到达　下一步：反馈. */
function Walked({ view: { signedAt, arrivedAt, reportedAt, next, card } }: { view: TaskView }) {
  const nexts = { sign: '签收', arrive: '到现场', report: '反馈', wait: null, over: null }[next];
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

/** Signing and arriving: one press each, stored before anything is sent. */
function Going({ view, session, place }: { view: TaskView; session: Session; place: Place }) {
  const { card, next, steps, trouble } = view;
  const [navigating, setNavigating] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const point = pointOf(view);
  const navigate = (): void => {
    const app = point && chosenMap(mapApps(point, navigator.userAgent));
    if (app) location.assign(app.href);
    else if (point) setNavigating(true);
  };
  const act = async (kind: 'sign' | 'arrive'): Promise<void> => {
    try {
      await perform([taskStep(session.actor, card, { kind, place })]);
      if (kind === 'sign') navigate();
    } catch {
      setFailure('手机存储已满，这一步没有存下。请清理空间后再点一次。');
    }
  };
  return (
    <>
      {point && (
        <button type="button" className="second" onClick={() => setNavigating(true)}>
          <NavigateIcon /> 导航
        </button>
      )}
      <Said said={card.said} count={card.incident.eventCount} />
      {navigating && point && <Navigate point={point} onClose={() => setNavigating(false)} />}
      <Dock
        words={next === 'arrive' ? '已到达' : point ? '签收并导航' : '签收'}
        onPress={() => void act(next === 'arrive' ? 'arrive' : 'sign')}
        failure={failure}
        disabled={trouble !== null}
      >
        <ReturnLink view={view} />
        <span>{steps.length > 0 ? `待上传：${unsentWords(steps)}` : '没信号也能办'}</span>
      </Dock>
    </>
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
      {card.returnReason && <p>退单理由：{card.returnReason}</p>}
      {card.report && <p>处置情况：{card.report}</p>}
      <Said said={card.said} count={card.incident.eventCount} />
    </>
  );
}
