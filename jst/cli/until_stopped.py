"""How a simulator waits: whoever reads its address can, and Ctrl-C ends it cleanly."""

import sys


def wait_until_stopped() -> None:
    """Flush what was printed, then wait for Ctrl-C or SIGTERM; never comes back.

    Raises:
        KeyboardInterrupt: Somebody stopped us.
    """
    import signal  # noqa: PLC0415 - keeps --help quick
    from threading import Event  # noqa: PLC0415 - as above

    # A service manager stops us by SIGTERM: as clean as Ctrl-C, which a shell
    # makes us ignore when it starts us in the background.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.default_int_handler)
    sys.stdout.flush()
    Event().wait()
