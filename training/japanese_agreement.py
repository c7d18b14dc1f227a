"""How often an English prompt and the same one in Japanese are decided alike, at the 50 % stop.

    python training/japanese_agreement.py

Reads test/golden/japanesePairs.json. Its first hundred pairs were looked at while the glossary was written, the second
hundred were written after it and changed nothing.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from golden import GOLDEN
from readable_prompt import readable
from routers import MODELS, Routers

SEEN = 100


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    routers = Routers(options.models)
    pairs = json.loads((GOLDEN / "japanesePairs.json").read_text(encoding="utf-8"))
    stops = stops_of(options.models)
    strong = {
        language: np.array([decide(routers, stops, pair[language]) for pair in pairs])
        for language in ("en", "ja")
    }
    unknown = np.mean([routers.embed.unknown_share(readable(pair["ja"])) for pair in pairs])
    print(f"{len(pairs)} pairs; {unknown:.1%} of the Japanese word pieces stay unknown")
    print("router    alike: all   first  second   strong: English  Japanese")
    for column, name in enumerate(stops):
        english, japanese = strong["en"][:, column], strong["ja"][:, column]
        alike = english == japanese
        print(
            f"{name:9} {alike.mean():10.1%} {alike[:SEEN].mean():7.1%} {alike[SEEN:].mean():7.1%}"
            f" {english.mean():16.1%} {japanese.mean():9.1%}"
        )


def stops_of(models):
    """Each router's threshold at which half of the prompts go to the strong model."""
    calibration = json.loads((models / "calibration.json").read_text(encoding="utf-8"))
    return {name: float(np.median(calibration[name]["quantiles"])) for name in ("default", "mf", "lexical")}


def decide(routers, stops, prompt):
    rates = routers.win_rates(prompt)
    return [rates[name] >= stop for name, stop in stops.items()]


if __name__ == "__main__":
    main()
