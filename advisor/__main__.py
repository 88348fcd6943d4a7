"""`python -m advisor` and the installed command: the command line, which is not loaded to tell the version."""

import sys


def main() -> int:
    """Run the command line and give the exit status."""
    if sys.argv[1:] == ["--version"]:
        import advisor

        print(f"advisor {advisor.__version__}")
        return 0
    from advisor import cli

    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())
