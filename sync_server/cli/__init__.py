"""The command line: each feature's commands in a module of its own."""

import typer

from sync_server.cli import (
    adopting,
    backups,
    billing,
    bookkeeping,
    coordinator,
    costs,
    demo,
    device,
    doors,
    evidence,
    import_upkeep,
    imports,
    journal,
    maintenance,
    network,
    periods,
    person,
    reproject,
    requarantine,
    rounds,
    serve,
    tariffs,
)

MODULES = (
    serve,
    demo,
    coordinator,
    person,
    device,
    doors,
    network,
    import_upkeep,
    imports,
    rounds,
    adopting,
    reproject,
    tariffs,
    costs,
    periods,
    backups,
    billing,
    bookkeeping,
    journal,
    requarantine,
    maintenance,
    evidence,
)


def command_line() -> typer.Typer:
    """All commands, in the order of the modules above."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for module in MODULES:
        module.register(app)
    return app
