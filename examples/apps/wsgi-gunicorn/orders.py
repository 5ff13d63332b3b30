"""Orders: each is a row in PostgreSQL, counted in Redis."""
import logging
import os
import sys
import threading
import time

import redis
from psycopg2.pool import ThreadedConnectionPool

log = logging.getLogger("orders")

# Two workers that start at once both find no table, and PostgreSQL would then fail one
# of them, so they take turns.
TABLE = """SELECT pg_advisory_xact_lock(1);
CREATE TABLE IF NOT EXISTS orders (id text NOT NULL, at timestamptz NOT NULL DEFAULT now())"""

# Each worker has as many. PostgreSQL serves a hundred connections by default, to all
# tasks together, and during a deployment there are twice as many tasks.
CONNECTIONS = 10


class Shop:
    def __init__(self):
        if "REDIS_URL" not in os.environ:
            sys.exit("REDIS_URL is not set, and orders are counted in Redis")
        # This pool refuses the caller for whom no connection is left, who waits here.
        self.turns = threading.BoundedSemaphore(CONNECTIONS)

    def open(self):
        """Open the pools, in the worker: two processes must not share a connection."""
        self.database = ThreadedConnectionPool(1, CONNECTIONS, os.environ["DATABASE_URL"])
        connection = self.database.getconn()
        with connection, connection.cursor() as cursor:
            cursor.execute(TABLE)
        self.database.putconn(connection)
        self.redis = redis.Redis.from_url(os.environ["REDIS_URL"])

    def take(self, id, seconds):
        """The whole order in one transaction, with the work in the middle of it. What
        fails is rolled back."""
        with self.turns:
            connection = self.database.getconn()
            try:
                with connection, connection.cursor() as cursor:
                    cursor.execute("INSERT INTO orders (id) VALUES (%s)", (id,))
                    time.sleep(seconds)
            finally:
                self.database.putconn(connection)
        self.redis.incr("orders")
        log.info("order", extra={"fields": {"id": id}})

    def close_database(self):
        """Close each connection, also those in use: the drain is over, and PostgreSQL
        rolls back what is open when it is told of the end."""
        self.database.closeall()

    def close_redis(self):
        self.redis.connection_pool.disconnect()
