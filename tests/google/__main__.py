"""`python -m tests.google --port 0` prints the stand-in's address and serves until it is ended."""

import argparse
import signal

from tests.google.serving import serving
from tests.google.stand_in import Google


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    with serving(Google(), port=options.parse_args().port) as url:
        print(url, flush=True)
        signal.pause()


main()
