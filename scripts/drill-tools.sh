#!/usr/bin/env bash
# Looks for the real servers that the drills stop, and says how to get what is
# missing. With --install, as CI does, root on Debian or Ubuntu gets it.
source "$(dirname "$0")/lib.sh"

# Debian keeps servers where an ordinary user's path does not look.
PATH=$PATH:/usr/sbin

missing=()
need() { # need PACKAGE TEST...: the package unless the test holds
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

look() {
  missing=()
  need nginx-light command -v nginx
  need apache2-bin command -v apache2
  need haproxy command -v haproxy
  need openssl command -v openssl
  need gunicorn command -v gunicorn
  need python3-flask /usr/bin/python3 -c 'import flask'
  need python3-psycopg2 /usr/bin/python3 -c 'import psycopg2'
  need uvicorn command -v uvicorn
  need python3-fastapi /usr/bin/python3 -c 'import fastapi'
  need python3-asyncpg /usr/bin/python3 -c 'import asyncpg'
  need celery /usr/bin/python3 -c 'import celery'
  need python3-boto3 /usr/bin/python3 -c 'import boto3'
  need python3-redis /usr/bin/python3 -c 'import redis'
  need redis-server command -v redis-server
  need postgresql sh -c 'command -v postgres || ls /usr/lib/postgresql/*/bin/postgres'
  need rabbitmq-server ls /usr/lib/rabbitmq/bin/rabbitmq-server
  need puma command -v puma
  need ruby-sequel ruby -e 'require "sequel"'
  need ruby-pg ruby -e 'require "pg"'
  need ruby-redis ruby -e 'require "redis"'
  need ruby-connection-pool ruby -e 'require "connection_pool"'
  need ruby-sidekiq command -v sidekiq
  need php-fpm sh -c 'ls /usr/sbin/php-fpm[0-9]*'
  need default-jdk-headless command -v javac
  need libhikaricp-java ls /usr/share/java/HikariCP.jar
  need libpostgresql-jdbc-java ls /usr/share/java/postgresql.jar
}

look
if [ ${#missing[@]} -gt 0 ] && [ "${1-}" = --install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  say "==> ${missing[*]}"
  patiently "$cache/log/drill-tools" sh -c 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"' sh "${missing[@]}"
  look
fi
[ ${#missing[@]} -eq 0 ] || die "The drills stop real servers, and some are missing. On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${missing[*]}"
