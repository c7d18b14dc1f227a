"""Writes models/neighbours.json alone, beside weights that are there: build.py's step of that name, for new labels.

    python training/write_neighbours.py --data ../shared/data

The data must be that which the bank was built from: the outcomes in it are compared, all of them.
"""

import argparse
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from build import long_enough
from comparisons import BadData, read_comparisons
from manifest import list_file
from neighbours import NEIGHBOURS_FILE, pack_neighbours
from pack import write_json
from routers import MODELS
from strengths import bradley_terry, win_table
from sw_ranking import bank_of, prompts_by_part, read_bank
from tier_comparisons import compare_tiers
from tiers import cut_tiers


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/ and battles/")
    parser.add_argument("--models", type=Path, default=MODELS)
    return parser.parse_args(arguments)


def main(options):
    comparisons = long_enough(read_comparisons(options.data))
    order = order_of(read_models_bank(options.models), comparisons, options)
    write_json(options.models / NEIGHBOURS_FILE, pack_neighbours(comparisons, order))
    list_file(options.models, NEIGHBOURS_FILE)


def read_models_bank(models):
    header = json.loads((models / "swRanking.json").read_text(encoding="utf-8"))
    return read_bank(models / header["bank"], header)


def order_of(bank, comparisons, options):
    """Which prompt each row of the bank is. @raises BadData unless the bank was built from these very prompts."""
    tiers = cut_tiers(bradley_terry(win_table(comparisons)), bank.tiers)
    rows = compare_tiers(comparisons, tiers, int(tiers.max()) + 1)
    sources = np.array(comparisons.sources)
    # directions are not compared, since to embed takes minutes
    blank = np.ones((len(sources), 1))
    rebuilt = bank_of(SimpleNamespace(rows=rows, embeddings=blank, tiers=int(tiers.max()) + 1, sources=sources))
    if not np.array_equal(rebuilt.outcomes, bank.outcomes) or not np.array_equal(rebuilt.parts, bank.parts):
        raise BadData(f"{options.models} was not built from {options.data}; run build.py")
    return prompts_by_part(rows, sources)


if __name__ == "__main__":
    try:
        main(parse())
    except (BadData, OSError) as error:
        sys.exit(f"write_neighbours.py: {error}")
