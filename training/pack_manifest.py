"""manifest.json of a pack: a router in a folder of its own, with the network, the tokenizer and the calibration it needs."""

import json

from manifest import file_facts, training_data
from prompt_hash import prompt_hash


def write_pack_manifest(out, router, network, comparisons, seeds, figures, command):
    """Describes every file in `out`; `network` says what runs: its file, tokenizer, base model, licence and cut of the text."""
    names = sorted(file.name for file in out.iterdir() if file.is_file() and file.name != "manifest.json")
    manifest = {
        "formatVersion": 1,
        "builtBy": command,
        "encoder": network,
        "files": {name: file_facts(out / name) for name in names},
        "routers": {router: {"file": f"{router}.json"}},
        "calibration": "calibration.json",
        "trainingData": training_data(comparisons),
        "seeds": seeds,
        "figures": figures,
        "trainedPromptHashes": sorted({prompt_hash(prompt) for prompt in comparisons.prompts}),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
