-- Where strangers may ask to be called back: ISO 3166-1 codes. Null: in the countries of the workspace's own numbers.
alter table workspace add column call_back_countries text[];
