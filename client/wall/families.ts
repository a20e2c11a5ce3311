import type { Incident } from '#contracts/incident.ts';
import { byUrgency, onWall } from './urgent.ts';

/** How many matters a row stands for; by the row itself, so that nothing else carries it about. */
const sizes = new WeakMap<Incident, number>();

/** How many children a shown parent stands for; 0 for a matter of its own. */
export const childrenOf = (row: Incident): number => sizes.get(row) ?? 0;

/**
 * 母案: what one cause did to many places stands on the wall once, with the gravest level among them and their number.
 * `rows` are those of one scene, sorted by urgency, and so is the answer. A child in whose matter somebody may be in
 * danger stands for itself (law 13); so does every child whose parent is not shown here.
 */
export function oneForMany<Row extends Incident>(rows: readonly Row[]): readonly Row[] {
  const shown = new Map(rows.filter(onWall).map((row) => [row.id, row]));
  const families = new Map<number, Row[]>();
  const alone = rows.filter((row) => {
    const parent = row.parentId === null ? undefined : shown.get(row.parentId);
    if (!parent || parent.lng === null || row.danger.length > 0 || !onWall(row)) return true;
    const family = families.get(parent.id);
    if (family) family.push(row);
    else families.set(parent.id, [row]);
    return false;
  });
  if (families.size === 0) return rows;
  return alone.map((row) => standFor(row, families.get(row.id) ?? [])).sort(byUrgency);
}

function standFor<Row extends Incident>(parent: Row, children: readonly Row[]): Row {
  if (children.length === 0) return parent;
  const family = { ...parent, severity: Math.min(parent.severity, ...children.map(({ severity }) => severity)) }; // prettier-ignore
  sizes.set(family, children.length);
  return family;
}
