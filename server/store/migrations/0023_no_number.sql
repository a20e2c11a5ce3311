-- Up Migration
-- 未留号码: a caller who left no number cannot be called back; that is neither "not reached" nor an opinion.

-- Every row of before keeps to the narrower rule: nothing has to be read again while the lock is held.
alter table request drop constraint request_result_check;
alter table request add constraint request_result_check
  check (result in ('satisfied', 'basic', 'dissatisfied', 'unreached', 'no-number')) not valid;
