-- Up Migration
-- 一电多事: the further matters of a ticket. The request stays one, with one promise and one answer; each matter is an
-- event of its own, wherever that is merged. The first one is the ticket's own event.
create table request_matter (
  event_id bigint primary key,
  accepted_on date not null,
  platform text not null,
  ticket_no text not null,
  part smallint not null check (part between 2 and 9)
);
create index on request_matter (platform, ticket_no);

-- The incidents that a request stands in. Links move when people split and absorb, so nothing here can go stale.
create view request_incident as
  select id as request_id, incident_id from request where incident_id is not null
  union
  select r.id, l.incident_id
    from request_matter m join request r using (platform, ticket_no) join link l on l.event_id = m.event_id;

-- Whoever works on one of the matters of a caller may speak with that caller. Without the view: a copy is drawn by a
-- program that reads no view on the way (restrict_nonsystem_relation_kind).
drop policy person_scope on person;
create policy person_scope on person using (
  coalesce(current_setting('app.scope', true), '') = '*'
  or exists (
    select from request r join task t on t.incident_id = r.incident_id
     where r.id = person.request_id and not r.confidential
       and t.status not in ('returned', 'recalled') and in_scope(t.unit_code, t.district_code))
  or exists (
    select from request r
      join request_matter m using (platform, ticket_no)
      join link l on l.event_id = m.event_id
      join task t on t.incident_id = l.incident_id
     where r.id = person.request_id and not r.confidential
       and t.status not in ('returned', 'recalled') and in_scope(t.unit_code, t.district_code))
);
