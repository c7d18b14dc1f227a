"""The BERT router as its pack keeps it, read back: the twin of src/routing/routers/bert.ts.

    python training/bert_pack.py "How many primes are there below 100?"
"""

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

from bert_network import ClassifierSession, win_score
from calibration import win_rates
from readable_prompt import readable
from text_cut import cut_text, cut_tokens

PACK = Path(__file__).parent.parent / "models" / "packs" / "bert"


class BertPack:
    def __init__(self, folder=PACK):
        read = lambda name: json.loads(Path(folder, name).read_text(encoding="utf-8"))
        self.network = read("manifest.json")["encoder"]
        self.platt = read("bert.json")["calibration"]
        self.tokenizer = Tokenizer.from_file(str(Path(folder, self.network["tokenizer"])))
        self.session = ClassifierSession(Path(folder, self.network["file"]))

    def win_rate(self, prompt):
        ids = self.tokenizer.encode(cut_text(readable(prompt))).ids
        logits = self.session(cut_tokens(ids, self.network["headTokens"], self.network["tailTokens"]))
        return float(win_rates(win_score(logits), self.platt))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompt")
    parser.add_argument("--pack", type=Path, default=PACK)
    options = parser.parse_args()
    print(BertPack(options.pack).win_rate(options.prompt))
