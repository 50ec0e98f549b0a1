"""What lasts as long as a process of the tests, and is stopped with it."""

import atexit
from contextlib import ExitStack

# pytest's workers end without Python's own `atexit`: conftest closes this too.
AT_END = ExitStack()
atexit.register(AT_END.close)
