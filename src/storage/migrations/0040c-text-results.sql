-- Which provider a text message was handed to, and what it said of one that it did not take. Null: the simulator played it.
alter table text_message
  add column provider text check (length(provider) between 1 and 50),
  add column error text check (length(error) between 1 and 500);
