"""Alembic's environment: the caller gives the connection and owns its transaction (`models.database.alembic_config`).

There is no alembic.ini, so that no address of a database stands in a file. A new revision is drafted on an upgraded
database by `alembic.command.revision(alembic_config(connection), message=…, autogenerate=True)`; a person checks it.
"""

from alembic import context

from models.database import SUBJECTS
from models.types import Row

assert SUBJECTS  # importing them filled the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite changes a column by rebuilding its table
)
context.run_migrations()
