"""Takes the quantiles of win rates anew, with the weights as they are: for another sample, or other shares of its parts.

    npm run build
    python training/recalibrate.py --data DIR [--folder models/packs/bert] [--most PROMPTS]

Scores the prompts as `turnout score` does, and rewrites calibration.json and its line in manifest.json.
"""

import argparse
import hashlib
import json
import subprocess
from pathlib import Path

import numpy as np

from calibration import calibration_prompts, describe_sample, quantiles_of_parts
from labels import read_labels, split_labels

REPOSITORY = Path(__file__).parent.parent
MODELS = REPOSITORY / "models"
COMMAND_LINE = REPOSITORY / "dist" / "cli.js"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=MODELS, help="models/ or a pack's folder")
    parser.add_argument("--most", type=int, help="prompts of each part at most, drawn with seed 0, for a slow router")
    options = parser.parse_args()

    parts = calibration_prompts(options.data, split_labels(read_labels(options.data), test=False))
    drawing = {}
    if options.most:
        chance = np.random.default_rng(0)
        parts = {part: [prompts[i] for i in drawn(chance, prompts, options.most)] for part, prompts in parts.items()}
        drawing = {"drawn": f"at most {options.most} of each, seed 0"}
    sample = describe_sample(parts) | drawing

    manifest_file = options.folder / "manifest.json"
    manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
    calibration = {}
    for router in manifest["routers"]:
        rates = {part: win_rates(router, prompts, options.folder) for part, prompts in parts.items()}
        calibration[router] = {"quantiles": quantiles_of_parts(rates), "sample": sample}
    written = (json.dumps(calibration, separators=(",", ":")) + "\n").encode()
    (options.folder / manifest["calibration"]).write_bytes(written)
    entry = {"sha256": hashlib.sha256(written).hexdigest(), "bytes": len(written)}
    manifest["files"][manifest["calibration"]] = entry
    manifest_file.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def drawn(chance, prompts, most):
    return chance.choice(len(prompts), min(most, len(prompts)), replace=False)


def win_rates(router, prompts, folder):
    command = ["node", str(COMMAND_LINE), "score", "--router", router]
    if folder.resolve() != MODELS.resolve():
        command += ["--pack", str(folder)]
    lines = "".join(json.dumps({"prompt": prompt}) + "\n" for prompt in prompts)
    scored = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    return np.array([json.loads(line)["winRate"] for line in scored.stdout.splitlines()])


if __name__ == "__main__":
    main()
