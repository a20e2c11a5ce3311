-- Up Migration
-- 摄像视域: whither a camera looks (degrees clockwise from north), how wide, and how far in metres; all three or none.
alter table camera
  add column heading_deg double precision check (heading_deg between 0 and 360),
  add column fov_deg double precision check (fov_deg between 1 and 360),
  add column range_m double precision check (range_m between 1 and 2000),
  add constraint camera_sight_whole check (num_nulls(heading_deg, fov_deg, range_m) in (0, 3));
