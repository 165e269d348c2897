#!/bin/sh
# Makes the database on the first start, and what relayer, webhooks and dApp need in it; then becomes PostgreSQL.
set -eu
home=${FOEDUS_DATA:-/data}
secrets=${FOEDUS_SECRETS:-/run/secrets}
data=$home/postgresql

# An interrupted start leaves half a database and no mark: it is begun anew.
if [ ! -e "$home/complete" ]; then
  rm -rf "$data"
  initdb --pgdata="$data" --username=foedus --pwfile="$secrets/database-password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions
  # The network that it is on holds the index, the relayer, the webhooks, the dApp and nobody else; the password is asked all the same.
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
  : > "$home/complete"
fi

# Statements of the superuser, one a line, while nobody can connect. What fails ends the start, and is not repeated in the log, because a
# password may stand in it.
alone() {
  postgres --single -D "$data" -c exit_on_error=on -c log_min_error_statement=panic postgres
}

# own NAME FOLDER: a role that reaches one database, in which it may make its schemas; that of the index it does not even enter.
own() {
  name=$1
  [ -e "$secrets/$name-password" ] || return 0
  password=
  read -r password < "$secrets/$name-password" || :
  case $password in
    "" | *[!A-Za-z0-9_-]*)
      echo "Error: the password of the $name is not of letters, digits, - and _ alone." >&2
      echo "Remedy: remove the file of the secret $name-password, services/$2/password, so that a new one is made." >&2
      exit 1
      ;;
  esac
  found=$(echo "select datname from pg_database where datname = 'foedus_$name'" | alone)
  {
    echo "do \$\$ begin if not exists (select from pg_roles where rolname = 'foedus_$name') then create role foedus_$name; end if; end \$\$"
    # Set at each start, so that a password that was lost or replaced counts.
    echo "alter role foedus_$name with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 30 password '$password'"
    case $found in
      *foedus_$name*) ;;
      *) echo "create database foedus_$name template template0 encoding 'UTF8' locale 'C'" ;;
    esac
    echo "revoke all on database postgres, template1, foedus_$name from public"
    echo "grant connect, create on database foedus_$name to foedus_$name"
  } | alone > /dev/null
}

own relayer relayer
own webhooks webhooks
own app app-database

exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories= \
  -c shared_preload_libraries=pg_stat_statements
