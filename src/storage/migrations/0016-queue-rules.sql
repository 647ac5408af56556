-- What a queue does with a caller for whom nobody is there, who has waited long, or for whom it has no room. Menus of before keep
-- their callers waiting, and treat those they have no room for as they treat those who come when they are closed.
alter table menu
  add column no_agents jsonb not null default '{"outcome": "keep_waiting", "menuId": null, "afterSeconds": 60}',
  add column long_wait jsonb not null default '{"outcome": "keep_waiting", "menuId": null, "afterSeconds": 600}',
  add column over_capacity jsonb not null default '{"outcome": "voicemail", "menuId": null}';
update menu set over_capacity = jsonb_build_object('outcome', deflection, 'menuId', null);

-- The rules with which a call waits, and since when no agent of its queue has been there.
alter table call
  add column wait_rules jsonb,
  add column unstaffed_since timestamptz;
