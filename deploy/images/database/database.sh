#!/bin/sh
# Makes the database on the first start, and what the relayer needs in it; then becomes PostgreSQL.
set -eu
home=${FOEDUS_DATA:-/data}
secrets=${FOEDUS_SECRETS:-/run/secrets}
data=$home/postgresql

# An interrupted start leaves half a database and no mark: it is begun anew.
if [ ! -e "$home/complete" ]; then
  rm -rf "$data"
  initdb --pgdata="$data" --username=foedus --pwfile="$secrets/database-password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions
  # The network that it is on holds the index, the relayer and nobody else; the password is asked all the same.
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
  : > "$home/complete"
fi

# Statements of the superuser, one a line, while nobody can connect. What fails ends the start, and is not repeated in the log, because a
# password may stand in it.
alone() {
  postgres --single -D "$data" -c exit_on_error=on -c log_min_error_statement=panic postgres
}

# The relayer's role reaches one database, in which it may make its schema; that of the index it does not even enter.
if [ -e "$secrets/relayer-password" ]; then
  password=
  read -r password < "$secrets/relayer-password" || :
  case $password in
    "" | *[!A-Za-z0-9_-]*)
      echo "Error: the relayer's password is not of letters, digits, - and _ alone." >&2
      echo "Remedy: remove services/relayer/password, so that a new one is made." >&2
      exit 1
      ;;
  esac
  found=$(echo "select datname from pg_database where datname = 'foedus_relayer'" | alone)
  {
    echo "do \$\$ begin if not exists (select from pg_roles where rolname = 'foedus_relayer') then create role foedus_relayer; end if; end \$\$"
    # Set at each start, so that a password that was lost or replaced counts.
    echo "alter role foedus_relayer with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 30 password '$password'"
    case $found in
      *foedus_relayer*) ;;
      *) echo "create database foedus_relayer template template0 encoding 'UTF8' locale 'C'" ;;
    esac
    echo "revoke all on database postgres, template1, foedus_relayer from public"
    echo "grant connect, create on database foedus_relayer to foedus_relayer"
  } | alone > /dev/null
fi

exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories= \
  -c shared_preload_libraries=pg_stat_statements
