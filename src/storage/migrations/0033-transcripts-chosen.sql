-- Who writes down what is said in the workspace's recorded calls: no one, the engine of this machine, or the server elsewhere that the operator named.
alter table workspace
  add column transcripts text not null default 'embedded' check (transcripts in ('off', 'embedded', 'elsewhere'));
