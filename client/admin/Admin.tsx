import { useEffect } from 'react';
import type { MouseEvent } from 'react';
import { homeOf } from '#contracts/pages.ts';
import type { Session } from '#contracts/people.ts';
import { PageHead } from '../shared/PageHead.tsx';
import { hasRight } from '../shared/session.tsx';
import { EmptyState } from '../shared/states.tsx';
import { AccountsSection } from './accounts/AccountsSection.tsx';
import { usePath } from './address.ts';
import { AuditSection } from './audit/AuditSection.tsx';
import { DutySection } from './duty/DutySection.tsx';
import { FalseAlarmsSection } from './false-alarms/FalseAlarmsSection.tsx';
import { QuarantineSection } from './quarantine/QuarantineSection.tsx';
import { useOpenCount } from './quarantine/useQuarantine.ts';
import { ReferenceSection } from './reference/ReferenceSection.tsx';
import { RegistrySection } from './registry/RegistrySection.tsx';
import { groupsFor, sectionOf } from './sections.ts';
import type { Section } from './sections.ts';
import { SystemSection } from './system/SystemSection.tsx';
import { WriteBackSection } from './write-back/WriteBackSection.tsx';

/** 管理: what a city may change without a programmer; each sees the sections of the own rights. */
export function Admin({ session }: { session: Session }) {
  const { path, go } = usePath();
  const own = groupsFor(session);
  const section = sectionOf(path) ?? own[0]?.sections[0];
  useEffect(() => {
    document.title = `${section ? `${section.name} · ` : ''}管理 · 城运`;
  }, [section]);
  return (
    <div className="admin">
      <PageHead title="管理" session={session} />
      <div className="admin-columns">
        <SideNav session={session} current={section} go={go} />
        <main className="admin-main" key={section?.id}>
          {section === undefined ? (
            <NoRight session={session} />
          ) : hasRight(session, section.right) ? (
            <SectionBody session={session} section={section} />
          ) : (
            <NoRight session={session} name={section.name} />
          )}
        </main>
      </div>
    </div>
  );
}

function SideNav({
  session,
  current,
  go,
}: {
  session: Session;
  current: Section | undefined;
  go: (path: string) => void;
}) {
  const open = useOpenCount(hasRight(session, 'quarantine.read')).data ?? 0;
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(event.currentTarget.pathname);
  };
  return (
    <nav className="admin-nav" aria-label="管理分类">
      {groupsFor(session).map(({ name, sections }) => (
        <section key={name}>
          <h2>{name}</h2>
          {sections.map((section) => (
            <a
              key={section.id}
              href={`/admin/${section.id}`}
              aria-current={section.id === current?.id ? 'page' : undefined}
              onClick={follow}
            >
              {section.name}
              {section.id === 'quarantine' && open > 0 && <b>{open}</b>}
            </a>
          ))}
        </section>
      ))}
    </nav>
  );
}

function SectionBody({ session, section }: { session: Session; section: Section }) {
  switch (section.shows) {
    case 'accounts':
      return <AccountsSection session={session} />;
    case 'reference':
      return <ReferenceSection session={session} kind={section.kind} title={section.name} />;
    case 'duty':
      return <DutySection session={session} />;
    case 'write-back':
      return <WriteBackSection session={session} />;
    case 'registry':
      return <RegistrySection />;
    case 'false-alarms':
      return <FalseAlarmsSection session={session} />;
    case 'quarantine':
      return <QuarantineSection session={session} />;
    case 'audit':
      return <AuditSection />;
    case 'system':
      return <SystemSection session={session} />;
  }
}

function NoRight({ session, name }: { session: Session; name?: string }) {
  return (
    <EmptyState title={name ? `您的岗位不能查看“${name}”` : '您的岗位没有管理事项'}>
      如确需办理，请联系安全管理员调整岗位。<a href={homeOf(session.actor.roles)}>回到工作页面</a>
    </EmptyState>
  );
}
