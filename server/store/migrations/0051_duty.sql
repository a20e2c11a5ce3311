-- Up Migration
-- 值班表, 叫应, 交接班.

-- Who is on duty from 08:00 of a day on, and who stands in. Numbers are sealed; the row's own key is bound into the seal.
create table duty (
  id bigint generated always as identity primary key,
  day date not null,
  unit_code text not null,
  post text not null check (post in ('lead', 'shift-leader', 'operator', 'contact')),
  name text not null,
  phone_sealed bytea,
  stand_in text,
  stand_in_phone_sealed bytea,
  edited_at timestamptz not null,
  edited_by text not null,
  unique (day, unit_code, post)
);

-- 叫应: one for each matter and round, each alert, each warning.
create table callout (
  id bigint generated always as identity primary key,
  about text not null check (about in ('incident', 'alert', 'warning')),
  about_id bigint not null,
  round smallint not null default 1,
  incident_id bigint references incident,
  no text,
  title text not null,
  opened_at timestamptz not null,
  opened_by text not null,
  opened_name text not null,
  unique (about, about_id, round)
);
create index on callout (opened_at desc);
create index on callout (incident_id);

-- One person who must be reached; names stay as they stood on the roster then.
create table called (
  id bigint generated always as identity primary key,
  callout_id bigint not null references callout,
  duty_id bigint,
  unit_code text not null,
  post text not null,
  stand_in boolean not null default false,
  name text not null,
  state text not null default 'waiting' check (state in ('waiting', 'answered', 'missed')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  noted_at timestamptz,
  noted_by text,
  noted_name text,
  unique (callout_id, unit_code, post, stand_in)
);
create index called_due on called (due_at) where state = 'waiting';
revoke delete, truncate on callout, called from chengyun_app;

-- 交接班: drafted, given by the one who goes, taken by the one who comes; then final.
create table handover (
  id bigint generated always as identity primary key,
  version integer not null default 1,
  state text not null default 'draft' check (state in ('draft', 'given', 'signed')),
  text jsonb not null,
  drafted_at timestamptz not null,
  from_by text not null,
  from_name text not null,
  given_at timestamptz,
  to_by text,
  to_name text,
  signed_at timestamptz,
  check ((state = 'draft') = (given_at is null)),
  check ((state = 'signed') = (signed_at is not null and to_by is not null))
);
create unique index one_open_handover on handover ((true)) where state <> 'signed';
create index on handover (signed_at desc);
create trigger signed_is_final before update or delete on handover for each row execute function signed_is_final();
create trigger signed_is_final_too before truncate on handover for each statement execute function signed_is_final();
alter table handover enable always trigger signed_is_final;
alter table handover enable always trigger signed_is_final_too;
