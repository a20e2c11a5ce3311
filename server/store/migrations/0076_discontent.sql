-- Up Migration
-- 回访不满意: why a caller who was called back is not content, one row for each such call. A later call adds a row and
-- changes none.
create table discontent (
  id bigint generated always as identity primary key,
  request_id bigint not null references request,
  round smallint not null,
  result text not null check (result in ('satisfied', 'basic', 'dissatisfied')),
  solved boolean not null,
  cause text not null check (cause in ('handling', 'answer', 'late', 'manner', 'beyond', 'other')),
  words text not null default '' check (cause <> 'other' or words <> ''),
  said_at timestamptz not null,
  noted_by text not null,
  check (not solved or result = 'dissatisfied')
);
create index on discontent (request_id);
create index on discontent (said_at);
revoke update, delete, truncate on discontent from chengyun_app;

-- The leaders' figures ask who was called back this month.
create index on request (followed_at) where followed_at is not null;
