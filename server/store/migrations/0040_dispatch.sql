-- Up Migration
-- 派遣方式: how a unit was asked for a task; of a 三方移交 also who answered over there, and when.
alter table task
  add column mode text not null default 'dispatch' check (mode in ('dispatch', 'joint-request', 'notice', 'hand-over')),
  add column seat text,
  add column received_at timestamptz,
  add constraint nobody_hosts_by_notice check (mode <> 'notice' or part = 'co-host');
select set_config('app.scope', '*', true);
update task t set mode = 'hand-over' from reference r
 where r.kind = 'unit' and r.code = t.unit_code and r.body ->> 'dispatchMode' = 'hand-over';
create index task_handed_over on task (created_at) where mode = 'hand-over';

-- 母案: two levels only, which the flows keep; never itself.
alter table incident add constraint no_parent_of_itself check (parent_id <> id);
create index incident_parent on incident (parent_id) where parent_id is not null;
