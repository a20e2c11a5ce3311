-- Up Migration
-- 历史回溯: what walls showed, 90 days by days. A row is a whole picture, true at `at` as of frame `no`, and the frames
-- after it up to frame `last_no` at `until`; the row that goes on from it begins exactly there, else nothing was kept in
-- between. Until a row is closed its frames are those of `frame`. Both are gzip of JSON: what one screen reads at once.
create table past (
  at timestamptz not null,
  no bigint not null,
  epoch text not null,
  picture bytea not null,
  until timestamptz,
  last_no bigint,
  frames bytea,
  primary key (at, no),
  check ((until is null) = (frames is null) and (until is null) = (last_no is null))
) partition by range (at);
-- Packed already: PostgreSQL need not try.
alter table past alter picture set storage external, alter frames set storage external;

select make_partitions('past', (now() at time zone 'Asia/Shanghai')::date - 1, 16);

-- Down Migration
drop table past;
