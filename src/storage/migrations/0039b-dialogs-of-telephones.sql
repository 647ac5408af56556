-- Dialogs of calls over trunks that go on, each as much of it as it takes to hang up: the next process ends those that
-- this one leaves behind. No row outlives its dialog, and the next start.

create table sip_dialog (
  -- Call-ID and both tags.
  key text primary key,
  trunk_id bigint not null,
  dialog jsonb not null
);
