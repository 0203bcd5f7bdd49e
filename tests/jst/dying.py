"""A process of `jst` that is killed at a point of its work."""

import os
import signal
from collections.abc import Callable

from jst.cli.wrapper import main


def run_and_die(prepare: Callable[[], None], *args: str) -> None:
    """In a child process: arrange where to die, run `jst`, and be killed there."""
    child = os.fork()
    if child == 0:
        try:
            prepare()
            main(args)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert signal.SIGKILL == os.WTERMSIG(status), "the child did not die at its point"
