-- Up Migration
-- 经济运行指标: monthly and quarterly figures as their authorities have published them, brought in by `npm run import`.
create table indicator (
  name text not null,
  -- 2026-05, or 2026-Q2.
  period text not null,
  value double precision not null,
  unit text not null,
  -- 同比, in per cent.
  change_percent double precision,
  issuer text not null,
  published_on date not null,
  loaded_at timestamptz not null,
  primary key (name, period)
);
revoke delete, truncate on indicator from chengyun_app;
