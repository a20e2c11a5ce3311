-- Up Migration
-- 大屏: screens that the desk drives. Each has an account of its own, which only shows.
create table wall (
  id bigint generated always as identity primary key,
  account text not null unique references account,
  name text not null,
  group_name text,
  settings jsonb not null,
  state jsonb not null,
  -- Grows with every change of name, group, settings or state: a wall takes the row with the higher one, whole.
  version integer not null default 1,
  words text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  changed_name text not null,
  revoked_at timestamptz,
  -- The line that it hangs on, kept by the server that holds it, on the machine's clock; and what it says of itself.
  line text,
  seen_at timestamptz,
  report jsonb
) with (fillfactor = 70);
create unique index one_wall_of_a_name on wall (name) where revoked_at is null;
revoke delete, truncate on wall from chengyun_app;

-- Every state that a wall was told to show, and by whom.
create table wall_history (
  wall_id bigint not null references wall,
  version integer not null,
  at timestamptz not null,
  actor text not null,
  actor_name text not null,
  words text not null,
  state jsonb not null,
  primary key (wall_id, version)
);
revoke update, delete, truncate on wall_history from chengyun_app;

-- 登记码: shown by a screen that nobody knows yet; `account` is set once a person at the desk has entered it.
create table wall_code (
  code_hash bytea primary key,
  device_hash bytea not null unique,
  expires_at timestamptz not null,
  account text references account
);
