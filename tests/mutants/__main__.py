"""``python -m tests.mutants [name ...]``: hunts all mutants, or those named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from tests.mutants.hunt import NONE, hunt, program
from tests.mutants.mutants import MUTANTS

AT_ONCE = 2


def main(names: Sequence[str]) -> int:
    """Prints each mutant's verdict; 1 unless every one applies and is killed."""
    chosen = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    with program() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        sound = pool.submit(hunt, NONE, folder)
        good = bool(chosen)
        for verdict in pool.map(hunt, chosen, repeat(folder)):
            good &= verdict.good
            print(f"{verdict.word:<9} {verdict.mutant.name:<46} {verdict.by}", flush=True)
        if sound.result().word == "SURVIVED":
            return 0 if good else 1
        print(f"This says nothing: without any mutant the tests fail, too ({sound.result().by}).")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
