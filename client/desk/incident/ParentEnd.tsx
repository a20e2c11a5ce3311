import type { IncidentDetail } from '#contracts/desk.ts';
import { doneStatuses, statusNames } from '#contracts/incident.ts';
import { useDesk } from '../desk-context.ts';

/** 母案已结: what is advised then; this matter goes its own way all the same. */
export function ParentEnd({ detail }: { detail: IncidentDetail }) {
  const { select } = useDesk();
  const { parent, parentEnd } = detail.kin;
  if (parent === null || parentEnd === null || doneStatuses.includes(detail.status)) return null;
  return (
    <section className="parent-end" aria-label="母案已结">
      <b>母案{statusNames[parent.status]}</b>
      <button type="button" className="plain" title={parent.title} onClick={() => select(`i${parent.id}`)}>
        {parent.no}
      </button>
      <span>{parentEnd}。建议核查后结案</span>
    </section>
  );
}
