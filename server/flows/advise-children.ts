import type { IncidentRow } from '#store/incidents.ts';
import * as kin from '#store/kin.ts';
import { noteAll } from './adopt-children.ts';
import type { By, Step } from './flow.ts';

/** 母案已结: proposes, never forces, closing its children (mission §5); a line in the course of each that is open. */
export async function adviseChildren(
  { tx, now, incident }: Step,
  by: By,
  reason: string,
): Promise<IncidentRow[]> {
  const children = await kin.touchChildren(tx, incident.id, now);
  const words = `母案 ${incident.no} 已结${reason ? `：${reason}` : ''}，建议核查后结案`;
  await noteAll(tx, by, children, { move: 'parent-ended', words, reason: null, detail: { parentId: incident.id }, now }); // prettier-ignore
  return children;
}
