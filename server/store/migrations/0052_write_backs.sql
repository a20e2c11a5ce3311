-- Up Migration
-- 热线回写: every answer to a ticket of a hotline platform goes back to it, by its interface or in its own workbook.

create table write_back (
  id bigint generated always as identity primary key,
  request_id bigint not null references request,
  round smallint not null,
  platform text not null,
  ticket_no text not null,
  incident_id bigint references incident,
  -- The way that the platform had when the answer was signed.
  way text not null check (way in ('interface', 'file')),
  answer text not null,
  answered_by text not null,
  answered_at timestamptz not null,
  exported_at timestamptz,
  exported_by text,
  -- What the platform said of it: taken, or why not.
  confirmed_at timestamptz,
  receipt text,
  refused text,
  unique (request_id, round)
);
create index on write_back (platform, answered_at desc);
create index write_back_open on write_back (platform, id) where confirmed_at is null;
revoke delete, truncate on write_back from chengyun_app;
