-- Up Migration
-- People: accounts, sessions, callers under row level security, the audit chain.

-- 账号: who may sign in. Rights come from the roles only (domain/rights.ts).
create table account (
  username text primary key check (username ~ '^[a-z][a-z0-9-]{1,31}$'),
  name text not null,
  roles text[] not null,
  unit_code text,
  district_code text,
  password_hash text not null,
  password_at timestamptz not null,
  -- 值班席: somebody must always be able to sit down at it.
  duty_seat boolean not null default false,
  disabled boolean not null default false,
  last_sign_in_at timestamptz,
  created_at timestamptz not null,
  created_by text not null
);
-- Accounts are disabled, never deleted: history and audit name them.
revoke delete on account from chengyun_app;

-- Failed sign-ins of a name (known or not), an address or a seat; a locked one waits.
create table sign_in_try (
  key text primary key,
  failures integer not null,
  since timestamptz not null,
  locked_until timestamptz
);

-- The shape that connect-pg-simple reads and writes; `sid` is an opaque random number of 256 bits.
create table session (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index on session (expire);
create index on session ((sess ->> 'username'));

-- 席位: a browser from which somebody signed in before. Strangers who guess passwords cannot lock it out.
create table seat (
  token_hash bytea not null,
  username text not null references account,
  since timestamptz not null,
  primary key (token_hash, username)
);

-- 诉求人: the person behind a request, sealed field by field. `key` is bound into the seal.
create table person (
  request_id bigint primary key references request,
  key text not null,
  name_sealed bytea,
  phone_sealed bytea,
  address_sealed bytea,
  phone_index bytea,
  erase_after date not null,
  erased_at timestamptz
);
create index on person (phone_index) where phone_index is not null;
create index on person (erase_after) where erased_at is null;
revoke delete, truncate on person from chengyun_app;

-- City-wide roles see every row; a unit or district sees the callers of the incidents that it has a task for,
-- and nobody below the city sees who asked for confidentiality (举报人信息不得给被举报单位).
alter table person enable row level security;
alter table person force row level security;
create policy person_scope on person using (
  coalesce(current_setting('app.scope', true), '') = '*'
  or exists (
    select from request r join task t on t.incident_id = r.incident_id
     where r.id = person.request_id and not r.confidential
       and t.status not in ('returned', 'recalled') and in_scope(t.unit_code, t.district_code))
);

-- 审计: append only, one hash chain per stream.
create table audit (
  stream smallint not null,
  seq bigint not null,
  at timestamptz(3) not null,
  actor text not null,
  action text not null,
  target text not null,
  detail jsonb not null,
  prev bytea not null,
  hash bytea not null,
  primary key (stream, seq)
);
create index on audit (at desc, stream, seq);
create index on audit (actor, action, at desc);
create index on audit (target, at desc);
revoke update, delete, truncate on audit from chengyun_app;

create function audit_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are final' using errcode = '42501';
end $$;
create trigger audit_is_final before update or delete on audit for each row execute function audit_is_final();
create trigger audit_is_final_too before truncate on audit for each statement execute function audit_is_final();
alter table audit enable always trigger audit_is_final;
alter table audit enable always trigger audit_is_final_too;
