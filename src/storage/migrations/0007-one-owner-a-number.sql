-- A number belongs to one workspace: with two owners nobody could say where a call to it goes. Of several the first one keeps it.
delete from phone_number later using phone_number first where later.number = first.number and later.id > first.id;
alter table phone_number add constraint phone_number_number_key unique (number);
