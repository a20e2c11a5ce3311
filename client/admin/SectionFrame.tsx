import type { ReactNode } from 'react';

/** A section: what it is, one line of what it is for, its tools, and its body. */
export function SectionFrame({
  title,
  about,
  tools,
  children,
}: {
  title: string;
  about: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <header className="section-head">
        <div>
          <h2>{title}</h2>
          <p>{about}</p>
        </div>
        {tools && <div className="section-tools">{tools}</div>}
      </header>
      {children}
    </>
  );
}
