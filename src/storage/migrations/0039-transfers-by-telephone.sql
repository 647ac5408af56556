-- Telephones that transfer their calls: a trunk has to allow it, as whom they name is dialed at the workspace's cost.

alter table trunk add column refer_in boolean not null default false;
