"""Writes what TypeScript must reproduce with models/packs/causal_llm on the golden prompts: the tokens of all, the win
rates of every tenth, since each takes a good part of a second.

    python training/causal_golden.py        # after causal_llm.py; writes test/golden/causalLlm.json
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from calibration import win_rates
from causal_graph import LabelSession
from causal_prompt import routed_ids
from causal_tuning import win_scores
from golden import GOLDEN, read_prompts
from routers import MODELS

PACK = MODELS / "packs" / "causal_llm"
EVERY = 10


def main():
    manifest = json.loads((PACK / "manifest.json").read_text(encoding="utf-8"))
    network = manifest["encoder"]
    platt = json.loads((PACK / manifest["routers"]["causal_llm"]["file"]).read_text(encoding="utf-8"))["calibration"]
    tokenizer = Tokenizer.from_file(str(PACK / network["tokenizer"]))
    session = LabelSession(PACK / network["file"])
    rows = []
    for number, prompt in enumerate(read_prompts(GOLDEN / "prompts.jsonl")):
        ids = routed_ids(tokenizer, prompt, network)
        row = {"tokens": len(ids), "tokenHash": hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:16]}
        if number % EVERY == 0:
            rate = win_rates(win_scores(session(ids)[None]), platt)[0]
            row["winRate"] = round(float(np.float64(rate)), 7)
        rows.append(row)
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (GOLDEN / "causalLlm.json").write_text(f'{{"rows": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
