"""Orders: each is a row in PostgreSQL, counted in Redis."""
import asyncio
import logging
import os
import sys

import asyncpg
import redis.asyncio

log = logging.getLogger("orders")

# Two tasks that start at once both find no table, and PostgreSQL would then fail one
# of them, so they take turns.
TABLE = """SELECT pg_advisory_xact_lock(1);
CREATE TABLE IF NOT EXISTS orders (id text NOT NULL, at timestamptz NOT NULL DEFAULT now())"""

# PostgreSQL serves a hundred connections by default, to all tasks together, and during
# a deployment there are twice as many tasks.
CONNECTIONS = 20


class Shop:
    def __init__(self):
        if "REDIS_URL" not in os.environ:
            sys.exit("REDIS_URL is not set, and orders are counted in Redis")

    async def open(self):
        self.database = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=CONNECTIONS)
        await self.database.execute(TABLE)
        self.redis = redis.asyncio.from_url(os.environ["REDIS_URL"])

    async def take(self, id, seconds):
        """The whole order in one transaction, with the work in the middle of it. When
        the drain is over the task is cancelled, which rolls the transaction back."""
        async with self.database.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO orders (id) VALUES ($1)", id)
            await asyncio.sleep(seconds)
        await self.redis.incr("orders")
        log.info("order", extra={"fields": {"id": id}})

    async def close_database(self, seconds):
        """Close the pool, which waits for its transactions; what hangs is dropped."""
        await asyncio.wait_for(self.database.close(), seconds)

    async def close_redis(self, seconds):
        await asyncio.wait_for(self.redis.close(), seconds)
