-- Up Migration
-- 热线回写: each exported workbook has a number, and the receipts that were read are known again, so that an old receipt
-- says nothing of what was exported after it.

create table answer_book (
  id bigint generated always as identity primary key,
  platform text not null,
  exported_at timestamptz not null,
  exported_by text not null
);
alter table write_back add column book_id bigint references answer_book;

create table answer_receipt (
  platform text not null,
  -- SHA-256 of the file.
  digest bytea not null,
  -- The newest workbook of the platform when the file was read for the first time; 0 when there was none.
  book_id bigint not null,
  read_at timestamptz not null,
  read_by text not null,
  primary key (platform, digest)
);
revoke update, delete, truncate on answer_book, answer_receipt from chengyun_app;
