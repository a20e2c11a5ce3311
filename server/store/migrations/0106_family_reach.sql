-- Up Migration
-- What stands near, by its family first. A place that is vague by 1.5 km has 640 open matters around it in a city of
-- 200,000, of which 110 are of its kinds: 88 buffers a look-up instead of 636, where a precise place costs 21 as before.
-- One family at a time, for a list of them is no condition of such an index (it then cost three times as much, 0004).
drop index incident_open_reach;
drop index incident_done_reach;
create index incident_open_reach on incident using gist (family_code, reach) where open;
create index incident_done_reach on incident using gist (family_code, reach) where not open;
-- What could not be delivered is counted each minute; without it every delivery there was is read.
create index delivery_failed on delivery (created_at) where state in ('dead', 'refused', 'uncertain');
