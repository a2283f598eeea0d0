"""Run the project: python -m price_alert --env dev."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from . import config, pipeline


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, run, and say in one line what went wrong."""
    options = _parser().parse_args(arguments)
    level = logging.WARNING if options.quiet else logging.INFO
    logging.basicConfig(
        level=level, format="%(asctime)s %(message)s", datefmt="%H:%M:%S"
    )
    try:
        settings = config.load(options.env, threshold=options.threshold)
        output = options.output_dir or Path(settings.output)
        output.mkdir(parents=True, exist_ok=True)
        os.chdir(output)
        pipeline.run(settings)
    except config.ConfigError as error:
        print(f"price_alert: {error}", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(
            f"price_alert: There is no file {error.filename or error}.", file=sys.stderr
        )
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m price_alert", description="Price alert"
    )
    parser.add_argument(
        "--env",
        metavar="NAME",
        help="environment of config/ (default: the variable PRICE_ALERT_ENV, else dev)",
    )
    parser.add_argument(
        "--output-dir",
        type=Path,
        metavar="FOLDER",
        help="where files are written (default: `output` of the environment)",
    )
    parser.add_argument(
        "--quiet", action="store_true", help="do not tell which step runs"
    )
    parser.add_argument(
        "--threshold", dest="threshold", type=float, help="default: 0.05"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
