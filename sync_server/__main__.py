"""`python -m sync_server …`: the command line."""

import os
import sys

from sync_server.cli import command_line
from sync_server.cli.command import settings_into_environment

if __name__ == "__main__":
    command_line()(settings_into_environment(sys.argv[1:], os.environ))
