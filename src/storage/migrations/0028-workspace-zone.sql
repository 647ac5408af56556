-- Where the workspace is: the days and hours in which its people plan. A name of the IANA Time Zone Database.
alter table workspace
  add column time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  -- Set: no one wants to be led through the first steps any more.
  add column setup_closed_at timestamptz;
