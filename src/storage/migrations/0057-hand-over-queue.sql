-- The queue to which the voice agent's callers move on who want a person. Null: the one of the number that queues dial from.
alter table workspace add column hand_over_menu_id bigint references menu on delete set null;
