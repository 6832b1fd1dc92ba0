"""How alembic runs here: on the connection it is given, inside its transaction. There is no ini file and no offline mode."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    compare_server_default=True,
)
context.run_migrations()
