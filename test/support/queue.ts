/** Incidents whose place in the queue is not what they and their running clocks say; none may be found, ever. */
export const misplacedSql = `
  select to_json(coalesce(q.incident_id, i.id)) as value
    from (select id, danger_event_id is null as calm, severity,
                 (select min(due_at) from deadline d where d.incident_id = incident.id and stopped_at is null) as due_at
            from incident where open) i
    full join queue_place q on q.incident_id = i.id
   where (i.calm, i.severity, i.due_at) is distinct from (q.calm, q.severity, q.due_at)`;
