"""Sweeps once what the module sweeps every ten minutes: its own code, Synapse's files and database, and no waiting."""

import asyncio
import os
import sys
import types

import psycopg2
import yaml

sys.path.insert(0, os.getcwd())
import chatkeep_uploads  # noqa: E402

with open("secret.yaml") as file:
    arguments = yaml.safe_load(file)["database"]["args"]
known = ("user", "password", "host", "port", "dbname", "database")
connection = psycopg2.connect(**{key: value for key, value in arguments.items() if key in known})


class Transaction:
    """Synapse's transactions take question marks (synapse/storage/database.py, LoggingTransaction)."""

    def __init__(self, cursor):
        self._cursor = cursor

    def execute(self, sql, values=()):
        self._cursor.execute(sql.replace("?", "%s"), values)

    def fetchone(self):
        return self._cursor.fetchone()

    def __iter__(self):
        return iter(self._cursor)


class Api:
    _hs = types.SimpleNamespace(
        config=types.SimpleNamespace(media=types.SimpleNamespace(media_store_path="/data/media")),
        get_datastores=lambda: types.SimpleNamespace(main=None),
    )

    def register_media_repository_callbacks(self, **_):
        pass

    def looping_background_call(self, *_, **__):
        pass

    async def defer_to_thread(self, function, *values):
        return function(*values)

    async def run_db_interaction(self, _, function, *values):
        return function(Transaction(connection.cursor()), *values)


asyncio.run(chatkeep_uploads.Uploads({}, Api()).sweep())
