-- Up Migration
-- 信息报送 and 昨夜今晨: what is signed by a named person can never be changed, by nobody.

-- 应报事项: from when the clocks of the spoken and the written report run; the limits that held then.
create table reportable (
  incident_id bigint primary key references incident,
  judged_at timestamptz not null,
  judged_by text not null,
  judged_name text not null,
  oral_due_at timestamptz not null,
  written_due_at timestamptz not null,
  oral_at timestamptz,
  oral_by text,
  oral_name text,
  oral_to text
);
revoke delete, truncate on reportable from chengyun_app;

create table bulletin (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  kind text not null check (kind in ('first', 'more', 'final')),
  no smallint not null,
  round smallint not null,
  state text not null default 'draft' check (state in ('draft', 'signed')),
  version integer not null default 1,
  fields jsonb not null,
  drafted_at timestamptz not null,
  drafted_by text not null,
  drafted_name text not null,
  signed_at timestamptz,
  signed_by text,
  signed_name text,
  unique (incident_id, kind, no),
  check ((state = 'signed') = (signed_at is not null and signed_by is not null and signed_name is not null))
);
create unique index one_first_report on bulletin (incident_id) where kind = 'first';
create unique index one_draft_report on bulletin (incident_id) where state = 'draft';
create index on bulletin (signed_at) where state = 'signed';

-- The figures with the cases behind them as they were then; `edited_at` says that the words are a person's.
create table day_brief (
  day date primary key,
  version integer not null default 1,
  from_at timestamptz not null,
  to_at timestamptz not null,
  as_of timestamptz not null,
  figures jsonb not null,
  text jsonb not null,
  edited_at timestamptz,
  edited_by text,
  edited_name text,
  state text not null default 'draft' check (state in ('draft', 'signed')),
  signed_at timestamptz,
  signed_by text,
  signed_name text,
  check ((state = 'signed') = (signed_at is not null and signed_by is not null and signed_name is not null))
);

create function signed_is_final() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'what was signed is final' using errcode = '42501';
  end if;
  if old.state = 'signed' then
    raise exception 'what was signed is final' using errcode = '42501';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger signed_is_final before update or delete on bulletin for each row execute function signed_is_final();
create trigger signed_is_final_too before truncate on bulletin for each statement execute function signed_is_final();
create trigger signed_is_final before update or delete on day_brief for each row execute function signed_is_final();
create trigger signed_is_final_too before truncate on day_brief for each statement execute function signed_is_final();
alter table bulletin enable always trigger signed_is_final;
alter table bulletin enable always trigger signed_is_final_too;
alter table day_brief enable always trigger signed_is_final;
alter table day_brief enable always trigger signed_is_final_too;

-- The two clocks of a report outlive the matter's own: closing it owes the report all the same.
alter table deadline drop constraint if exists deadline_subject_check;
alter table deadline add constraint deadline_subject_check check (subject ~ '^[a-z][a-z-]{2,30}$') not valid;
