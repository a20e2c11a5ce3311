-- Up Migration
-- What is asked for with every search or call must not grow with the years.

-- What is usual (28 days of some families in a district): read of every matter of those days, 2,100 buffers a question
-- over 120,000 incidents; with the status, so that no row is read at all.
create index incident_usual on incident (district_code, family_code, opened_at) include (status);
-- A ticket by the end of its number, of which callers say three digits at least; before, the tickets of sixty days.
create index request_tail on request (platform, right(ticket_no, 3), called_at);
