import type { InboxItem } from '#contracts/task.ts';
import { formatNear } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { readStep } from '../work/acts.ts';
import { perform } from '../work/field.ts';
import { useField } from '../work/hooks.ts';
import { Foot } from './Foot.tsx';
import { Top } from './Top.tsx';

/** 消息: what the centre has sent to the unit, newest first; opening one marks it as read. */
export function Inbox() {
  const { news, steps } = useField();
  const now = useNow(30_000);
  if (!news) return null;
  const read = new Set(steps.filter(({ kind }) => kind === 'read').map(({ body }) => body['itemId']));
  const open = (item: InboxItem, unread: boolean): void => {
    if (unread) void perform([readStep(news.session.actor, item)]).catch(() => undefined);
    if (item.taskId !== null) location.hash = `#/task/${item.taskId}`;
  };
  return (
    <>
      <Top title="消息" />
      <main className="list">
        {news.inbox.length === 0 && (
          <div className="nothing">
            <p className="nothing-title">没有消息</p>
            <p>派遣、催办、返工、撤回会发到这里。</p>
          </div>
        )}
        {news.inbox.map((item) => {
          const unread = item.readAt === null && !read.has(item.id);
          return (
            <button
              key={item.id}
              type="button"
              className={`row message${unread ? ' message-unread' : ''}`}
              onClick={() => open(item, unread)}
            >
              <div className="row-main">
                <h2>{item.title}</h2>
                <p className="row-state">
                  <span>
                    {unread ? <b>未读</b> : '已读'}
                    {item.ring && ' · 紧急'}
                  </span>
                  <span className="row-time">{formatNear(item.createdAt, now)}</span>
                </p>
              </div>
            </button>
          );
        })}
      </main>
      <Foot here="inbox" />
    </>
  );
}
