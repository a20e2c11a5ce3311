-- Up Migration
-- 预警与应急响应: issued by authorities, received as data, signed for by a named person. The machine never issues one.

-- The row as all messages about it together say, whatever their order of arrival.
create table warning (
  id bigint generated always as identity primary key,
  version integer not null default 0,
  kind text not null check (kind in ('warning', 'response')),
  issuer text not null,
  number text not null,
  revision integer not null default 0,
  phase text not null default 'issue' check (phase in ('issue', 'update', 'lift')),
  hazard text not null default '',
  -- Of a warning its colour, of a response its level (roman); null while only its lifting is known.
  colour text,
  level text,
  scale_code text,
  government text,
  title text,
  body text not null default '',
  area jsonb not null default '{}',
  geom geometry(MultiPolygon, 4326),
  issued_at timestamptz,
  updated_at timestamptz,
  expires_at timestamptz,
  lifted_at timestamptz,
  received_at timestamptz not null,
  -- 签收 of the message that is in force; a newer message asks for it again.
  signed_at timestamptz,
  signed_by text,
  signed_name text,
  unique (kind, issuer, number)
);
create index warning_standing on warning (updated_at desc) where lifted_at is null;

-- Every message as it came: the ledger of keys, and the evidence of what was known when.
create table warning_message (
  warning_id bigint not null references warning,
  revision integer not null,
  phase text not null check (phase in ('issue', 'update', 'lift')),
  body_hash text not null,
  body jsonb not null,
  received_at timestamptz not null,
  primary key (warning_id, revision, phase)
);
revoke delete on warning, warning_message from chengyun_app;
revoke update on warning_message from chengyun_app;
