-- Up Migration
-- 归案建议: open matters that one cause seems to have made. The machine proposes, a named person decides; what was decided
-- stays as a row, so that the same set is not proposed again.
create table burst (
  id bigint generated always as identity primary key,
  version integer not null default 1,
  -- The cause of the reference data and its region: a district, or the incident of the cause itself.
  key text not null,
  state text not null default 'open' check (state in ('open', 'joined', 'dismissed', 'over')),
  category_code text not null,
  district_code text,
  -- The incident that stands as their parent or can become it; of a joined one, the parent that it has become.
  parent_id bigint references incident,
  -- Whether that incident was opened for it.
  made_parent boolean not null default false,
  name text not null,
  title text not null,
  reasons text[] not null,
  -- Those it names; of a joined one, those the person took.
  children bigint[] not null check (cardinality(children) > 0),
  -- Those the person did not want in it.
  left_out bigint[] not null default '{}',
  since timestamptz not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  reason text,
  check ((state in ('joined', 'dismissed')) = (decided_by is not null)),
  check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_name is null)),
  check (state <> 'joined' or parent_id is not null)
);
-- One stands open of each cause and region, whatever number of workers looks.
create unique index burst_open on burst (key) where state = 'open';
create index burst_decided on burst (key, decided_at) where state in ('joined', 'dismissed');
create index burst_parent on burst (parent_id) where state = 'joined';
revoke delete, truncate on burst from chengyun_app;
