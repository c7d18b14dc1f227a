"""Writes what TypeScript must reproduce on 200 varied prompts: tokens, features and win rates.

    python training/golden.py        # after build.py and bert.py; reads test/golden/prompts.jsonl, writes test/golden/winRates.json

Win rates depend a little on the CPU (int8 products saturate without VNNI instructions), so the file says whether its
maker had them.
"""

import argparse
import hashlib
import json
import platform
from pathlib import Path

from bert_pack import BertPack
from features import FEATURES, features
from onnx_runtime import onnxruntime
from routers import MODELS, Routers

GOLDEN = Path(__file__).parent.parent / "test" / "golden"


def read_prompts(file):
    """`{"prompt"}`, or, for long ones, `{"start", "repeat", "times", "end"}`."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["prompt"] if "prompt" in row else row.get("start", "") + row["repeat"] * row["times"] + row.get("end", "")


def has_vnni():
    """Whether this CPU multiplies int8 exactly (AVX-512 or AVX VNNI, or ARM's dot products)."""
    if platform.machine() in ("arm64", "aarch64"):
        return True
    try:
        return "_vnni" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def golden_row(routers, bert, prompt):
    ids = routers.embed.token_ids(prompt)
    rates = routers.win_rates(prompt) | ({"bert": bert.win_rate(prompt)} if bert else {})
    return {
        "tokens": len(ids),
        "tokenHash": hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:16],
        "features": [float(value) for value in features(prompt)],
        "winRates": {name: round(rate, 7) for name, rate in rates.items()},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--golden", type=Path, default=GOLDEN, help="folder with prompts.jsonl")
    options = parser.parse_args()
    routers = Routers(options.models)
    pack = options.models / "packs" / "bert"
    bert = BertPack(pack) if pack.exists() else None
    rows = [golden_row(routers, bert, prompt) for prompt in read_prompts(options.golden / "prompts.jsonl")]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    head = {"vnni": has_vnni(), "onnxruntime": onnxruntime.__version__, "features": FEATURES}
    text = json.dumps(head)[:-1] + ', "rows": [\n' + lines + "\n]}\n"
    (options.golden / "winRates.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
