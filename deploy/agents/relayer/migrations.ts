/**
 * The relayer's schema, version by version: version n is what stands at place n - 1. A version that was ever shipped is not changed any
 * more; the next one comes after it.
 */
export const migrations: readonly string[] = [
  `
  create table ballot (
    id text primary key,
    council text not null,
    proposal_id numeric(78, 0) not null,
    member text not null,
    content json not null,
    receipt json not null,
    received_at bigint not null,
    ends_at bigint not null,
    gas bigint not null,
    status text not null check (status in ('accepted', 'sent', 'counted', 'refused')),
    batch bigint,
    tries integer not null default 0,
    transaction text,
    block bigint,
    error text,
    words text,
    remedy text,
    settled_at bigint
  );
  comment on column ballot.id is 'EIP-712 digest of the ballot.';
  comment on column ballot.received_at is 'Milliseconds since 1970.';
  comment on column ballot.ends_at is 'Last second since 1970 in which it can be counted.';
  comment on column ballot.batch is 'The batch in which it is or was brought; null while it waits.';
  create unique index ballot_of_member on ballot (council, proposal_id, member) where status <> 'refused';
  create index ballot_waiting on ballot (council, proposal_id, received_at) where status = 'accepted' and batch is null;
  create index ballot_batch on ballot (batch);

  create table batch (
    id bigint generated always as identity primary key,
    sender text not null,
    nonce bigint not null,
    council text not null,
    proposal_id numeric(78, 0) not null,
    data text not null,
    gas bigint not null,
    ballots json not null,
    state text not null check (state in ('signed', 'taken', 'mined', 'final', 'displaced')),
    transaction text,
    block bigint,
    block_hash text
  );
  comment on table batch is 'A call of castByBallot under one nonce; nothing but this call is ever sent under it.';
  comment on column batch.state is 'signed, and stored before it was sent; taken by a node; mined in a block; final; displaced: another transaction has used its nonce.';
  create unique index batch_nonce on batch (sender, nonce) where state <> 'displaced';
  create index batch_open on batch (nonce) where state in ('signed', 'taken', 'mined');

  create table attempt (
    hash text primary key,
    batch bigint not null references batch,
    raw text not null,
    fee_per_gas numeric(78, 0) not null,
    priority_fee_per_gas numeric(78, 0),
    signed_at bigint not null,
    head bigint not null
  );
  comment on table attempt is 'A signed transaction of a batch: the same nonce and payload at another price.';
  create index attempt_batch on attempt (batch);

  alter table ballot add foreign key (batch) references batch;
  `,
  `
  alter table ballot add column error_values json;
  comment on column ballot.error_values is 'What the error says: a list of names and values.';
  `,
  `
  create table used_presentation (
    id text primary key,
    expires_at bigint not null
  );
  comment on table used_presentation is 'Presentations for which the Authorisation API has given a token: none of them counts again.';
  comment on column used_presentation.expires_at is 'Second since 1970 from which on it counts nowhere.';
  create index used_presentation_end on used_presentation (expires_at);
  `,
];
