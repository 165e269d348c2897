import {
  type AgentDatabase,
  connectionOptionsOf,
  migrateDatabase,
  WorkersConnection,
} from "../database.ts";

/** Times are milliseconds since 1970. */
const first = `
  create table service (
    singular boolean primary key default true check (singular),
    key_fingerprint text not null,
    block bigint,
    block_hash text,
    read_to numeric(78, 0)
  );
  comment on table service is 'One row.';
  comment on column service.key_fingerprint is 'Of the key from which secrets are derived: another key would sign with other secrets.';
  comment on column service.block is 'Newest block that was read, and its hash: the chain must still have it.';
  comment on column service.read_to is 'Ordinal up to which every event was recorded.';

  create table endpoint (
    id text primary key,
    owner text not null,
    url text not null,
    host text not null,
    about text not null,
    status text not null check (status in ('active', 'paused')),
    pause_reason text,
    paused_at bigint,
    salt text not null,
    former_salt text,
    former_until bigint,
    created_at bigint not null,
    accepted_at bigint,
    failing_since bigint,
    last_said text,
    last_milliseconds integer,
    unique (owner, url, about)
  );
  comment on column endpoint.about is 'account, treasury, or payment:, stream: or subscription: and an id.';
  comment on column endpoint.salt is 'With the key of the service it makes the secret, which stands nowhere.';
  comment on column endpoint.accepted_at is 'When it accepted something last; null while it never has.';
  create index endpoint_about on endpoint (about);
  create index endpoint_owner on endpoint (owner);
  create index endpoint_host on endpoint (host);

  create table event (
    id text primary key,
    ordinal numeric(78, 0) not null,
    type text not null,
    body text not null,
    recorded_at bigint not null
  );
  comment on column event.body is 'What is sent, to the byte.';
  create index event_recorded on event (recorded_at);

  create table delivery (
    sequence bigint generated always as identity primary key,
    endpoint text not null references endpoint on delete cascade,
    event text not null references event on delete cascade,
    state text not null check (state in ('waiting', 'accepted', 'given-up')),
    reason text,
    attempts integer not null default 0,
    first_tried_at bigint,
    next_at bigint not null,
    recorded_at bigint not null,
    settled_at bigint,
    unique (endpoint, event)
  );
  comment on column delivery.sequence is 'Order of the deliveries of an endpoint: that of the chain.';
  create index delivery_waiting on delivery (endpoint, sequence) where state = 'waiting';
  create index delivery_of_endpoint on delivery (endpoint, sequence);
  create index delivery_event on delivery (event);

  create table attempt (
    delivery bigint not null references delivery on delete cascade,
    number integer not null,
    at bigint not null,
    milliseconds integer not null,
    accepted boolean not null,
    said text not null,
    primary key (delivery, number)
  );

  create table used_statement (
    digest text not null,
    signer text not null,
    deadline bigint not null,
    primary key (digest, signer)
  );
  comment on table used_statement is 'Statements that have changed something: none of them does so again.';
  comment on column used_statement.deadline is 'Last second since 1970 in which it counts.';
  create index used_statement_end on used_statement (deadline);
`;

const webhooksDatabase: AgentDatabase = {
  name: "webhooks",
  schema: "foedus_webhooks",
  locks: { migrate: 7_320_001, work: 7_320_002 },
  migrations: [first],
};

export const connectionOptions = (url: string) => connectionOptionsOf(webhooksDatabase, url);

export const migrate = (url: string): Promise<void> => migrateDatabase(webhooksDatabase, url);

/** The connection of the one service that records and delivers. */
export const workersConnection = (url: string) => new WorkersConnection(webhooksDatabase, url);
