"""The command line: `jst`. Heavy libraries are imported inside the commands."""


def run() -> None:
    """Run `jst` as the console script; the exit status is an answer."""
    import sys  # noqa: PLC0415 - a package that is only looked at imports nothing

    from jst.cli.wrapper import main  # noqa: PLC0415 - as above

    sys.exit(main(sys.argv[1:]))
