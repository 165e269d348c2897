/**
 * The schema of kept invoices, version by version: version n is what stands at place n - 1. A version that was ever shipped is not
 * changed any more; the next one comes after it.
 */
export const migrations: readonly string[] = [
  `
  create table invoice (
    hash text primary key,
    content bytea not null,
    kept_at timestamptz not null default now()
  );
  comment on column invoice.hash is 'SHA-256 of the content: 0x and 64 small hexadecimal digits.';

  create table invoice_of_payment (
    payment text not null,
    hash text not null references invoice,
    primary key (payment, hash)
  );

  create table request_key (
    payment text not null,
    key text not null,
    hash text not null,
    primary key (payment, key)
  );
  comment on table request_key is 'Which file came first with an idempotency key.';
  `,
];
