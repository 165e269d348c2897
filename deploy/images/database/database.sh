#!/bin/sh
# Makes the database on the first start, then becomes PostgreSQL.
set -eu
data=/data/postgresql

# An interrupted start leaves half a database and no mark: it is begun anew.
if [ ! -e /data/complete ]; then
  rm -rf "$data"
  initdb --pgdata="$data" --username=foedus --pwfile=/run/secrets/database-password \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions
  # The network that it is on holds the index and nobody else; the password is asked all the same.
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
  : > /data/complete
fi

exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories= \
  -c shared_preload_libraries=pg_stat_statements
