import { useField } from '../work/hooks.ts';
import { Icon } from './Icon.tsx';

const places = [
  { id: 'tasks', href: '#/', icon: 'tasks', name: '任务' },
  { id: 'new', href: '#/new', icon: 'add', name: '报新情况' },
  { id: 'inbox', href: '#/inbox', icon: 'inbox', name: '消息' },
  { id: 'me', href: '#/me', icon: 'person', name: '我' },
] as const;

/** The four places of the page, at the bottom where the thumb is. */
export function Foot({ here }: { here: (typeof places)[number]['id'] }) {
  const { news, steps } = useField();
  const read = new Set(steps.filter(({ kind }) => kind === 'read').map(({ body }) => body['itemId']));
  const unread = (news?.inbox ?? []).filter(({ id, readAt }) => readAt === null && !read.has(id)).length;
  return (
    <nav className="foot" aria-label="页面">
      {places.map(({ id, href, icon, name }) => (
        <a key={id} href={href} aria-current={id === here ? 'page' : undefined}>
          <Icon name={icon} />
          <span>
            {name}
            {id === 'inbox' && unread > 0 && <b> {unread > 99 ? '99+' : unread}</b>}
          </span>
        </a>
      ))}
    </nav>
  );
}
