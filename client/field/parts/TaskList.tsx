import { formatNear, lightOf, timeLeft } from '../../shared/format.ts';
import { clockNames } from '#contracts/clocks.ts';
import { checkNames, taskWords } from '#contracts/task.ts';
import type { Session } from '#contracts/people.ts';
import { DemoMark, LightWord } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';
import { SeverityMark, SeverityWord } from '../../shared/symbols.tsx';
import { useField } from '../work/hooks.ts';
import { isTodo, nextFirst, viewOf } from '../work/view.ts';
import type { TaskView } from '../work/view.ts';
import { nextWords } from '../work/words.ts';
import { Foot } from './Foot.tsx';
import { Top } from './Top.tsx';

/** 我的任务: one list, sorted by what to do next. */
export function TaskList() {
  const { news, steps, line, trouble } = useField();
  const now = useNow(10_000);
  if (!news) return null;
  const views = nextFirst(news.cards.map((card) => viewOf(card, steps)));
  const todo = views.filter(isTodo);
  const rest = views.filter((view) => !todo.includes(view));
  return (
    <>
      <Top title={todo.length > 0 ? `我的任务 ${todo.length}` : '我的任务'} />
      <main className="list">
        {line === 'down' && (
          <p className="note">没有信号。以下为 {formatNear(news.at, now)} 的任务，照常办理，步骤自动补传。</p>
        )}
        {trouble && (
          <p className="note" role="alert">
            {trouble}
          </p>
        )}
        {todo.length === 0 && (
          <div className="nothing">
            <p className="nothing-title">没有待办任务</p>
            <p>新任务到达时会出现在这里。路上看到问题，可点“报新情况”。</p>
          </div>
        )}
        {todo.map((view, i) => (
          <TaskRow key={view.card.id} view={view} now={now} first={i === 0} mark={news.session.mark} />
        ))}
        {rest.length > 0 && <h2 className="list-rest">等待审核、挂账、已结束</h2>}
        {rest.map((view) => (
          <TaskRow key={view.card.id} view={view} now={now} first={false} mark={news.session.mark} />
        ))}
      </main>
      <Foot here="tasks" />
    </>
  );
}

type Row = { view: TaskView; now: number; first: boolean; mark: Session['mark'] };
function TaskRow({ view, now, first, mark }: Row) {
  const { card, next, due, trouble } = view;
  const { incident } = card;
  const resting = next === 'wait' || next === 'over' || next === 'paused';
  return (
    <a className={`row${first ? ' row-first' : ''}${resting ? ' row-rest' : ''}`} href={`#/task/${card.id}`}>
      <SeverityMark ground="light" level={incident.severity} size={first ? 36 : 28} />
      <div className="row-main">
        {first && <p className="row-lead">先办这一件</p>}
        <h2>
          <DemoMark mark={mark} /> {card.kind !== 'handle' && `${checkNames[card.kind]}：`}
          {incident.title}
        </h2>
        <p className="row-place">
          <SeverityWord ground="light" level={incident.severity} />{' '}
          {incident.address ?? (incident.lng === null ? '无点位，请按来件核实' : '有点位无地址，请用导航')}
        </p>
        {incident.danger.length > 0 && !resting && (
          <p className="danger">涉及人身安全：{incident.danger.join('、')}</p>
        )}
        <p className="row-state">
          <b>{trouble ? '有一步需您处理' : resting ? restWords(view) : `下一步：${nextWords[next]}`}</b>
          {due && (
            <span className="row-time">
              <LightWord light={lightOf(due.startedAt, due.dueAt, now).light} />
              {clockNames[due.clock]} {timeLeft(due.dueAt, now)}
            </span>
          )}
        </p>
      </div>
    </a>
  );
}

function restWords({ card, next, steps }: TaskView): string {
  if (card.mode === 'notice') return '已知悉';
  if (next === 'paused') return '挂账中，到期自动恢复';
  if (card.kind !== 'handle' && card.status === 'done') return taskWords(card);
  if (card.status === 'done') return '已办结';
  if (card.status === 'recalled') return '已撤回，不用再办';
  if (card.status === 'returned') return '已退单';
  if (next === 'over') return '退单待上传';
  return steps.some(({ kind }) => kind === 'report') ? '反馈待上传' : '已反馈，等待审核';
}
