-- Up Migration
-- 标记: an instant of the walls' past that somebody wants found again; kept as long as the past is.
create table past_mark (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  words text not null check (words <> ''),
  made_at timestamptz not null,
  made_by text not null,
  made_name text not null
);
create index on past_mark (at);
revoke update, truncate on past_mark from chengyun_app;

-- Down Migration
drop table past_mark;
