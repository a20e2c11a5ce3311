import { createContext, useContext } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import type { StatsBy } from '#contracts/stats.ts';
import { formatNumber } from '../shared/format.ts';
import { addressOf } from './address.ts';
import type { Opened } from './address.ts';

export type Opener = { table: StatsBy; open: (opened: Opened) => void };
export const OpenerContext = createContext<Opener>({ table: 'district', open: () => undefined });

/** A link that opens its cases over the page; with Ctrl or the middle button in a tab of its own, as any link. */
export function CasesLink({
  opened,
  children,
  label,
  className,
}: {
  opened: Opened;
  children: ReactNode;
  label?: string;
  className?: string;
}) {
  const { table, open } = useContext(OpenerContext);
  const click = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(opened);
  };
  return (
    <a href={addressOf(table, opened)} className={className} aria-label={label} onClick={click}>
      {children}
    </a>
  );
}

/** A number of the table. Nothing stands behind a zero: it is no link, and quieter. */
export function NumberLink({ value, opened, label }: { value: number; opened: Opened; label: string }) {
  if (value === 0) return <span className="zero">0</span>;
  return (
    <CasesLink opened={opened} className="number" label={`${label} ${formatNumber(value)} 件，打开案件`}>
      {formatNumber(value)}
    </CasesLink>
  );
}
