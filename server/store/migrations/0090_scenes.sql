-- Up Migration
-- The scenes of the wall ask every few seconds: the series of one metric, the open incidents of some categories, the
-- calls of a day and the answers of a month.
create index series_metric on series (metric);
create index incident_open_category on incident (category_code) where open;
create index request_called on request (called_at);
create index request_answered on request (answered_at) where answered_at is not null;
