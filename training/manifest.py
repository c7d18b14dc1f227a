"""models/manifest.json: what the weights are, where they come from and how to check them."""

import hashlib
import json

import numpy as np

from abilities import LEVEL_TABLE
from prompt_hash import prompt_hash

# what is known of the public sources; a source of your own is listed without a licence
LICENSES = {
    "mmlu": "Apache-2.0 (lm-sys/RouteLLM)",
    "mmlu-pro": "Apache-2.0 (TIGER-AI-Lab/MMLU-Pro)",
    "arena-bench": "Apache-2.0 (lmarena/arena-hard-auto)",
    "routerbench": "MIT (RouterBench)",
    "livecodebench": "MIT (submissions), CC BY-SA 4.0 (site data)",
    "humaneval": "MIT (prompts); pass rates from jamesmurdza/humaneval-results, used as facts",
    "intercode-sql": "MIT (princeton-nlp/intercode)",
    "intercode-bash": "MIT (princeton-nlp/intercode)",
    "zeroeval-crux": "Apache-2.0 (WildEval/ZeroEval)",
    "zeroeval-math-l5": "Apache-2.0 (WildEval/ZeroEval)",
    "zeroeval-zebra-grid": "Apache-2.0 (WildEval/ZeroEval)",
    "llmrouter": "MIT (ulab-uiuc/LLMRouter)",
    "bfcl": "none stated (Berkeley Function-Calling Leaderboard's results, used as facts)",
    "ds1000": "Apache-2.0 (FastEval)",
    "fasteval-math": "Apache-2.0 (FastEval)",
    "fasteval-bbh": "Apache-2.0 (FastEval)",
    "gaokao-zh": "Apache-2.0 (OpenLMLab/GAOKAO-Bench)",
    "llmeval2-zh": "none stated (LLMEval-2, used as facts)",
    "ko-arena-hard": "Apache-2.0 (qwopqwop200/ko-arena-hard-auto)",
    "logickor-ko": "none stated (instructkr/LogicKor, used as facts)",
    "shaberi-ja": "Apache-2.0 (shisa-ai/shaberi); ELYZA-tasks-100 CC BY-SA 4.0",
    "infibench": "Apache-2.0 (InfiBench)",
    "misguided-attention": "none stated (misguided-attention, used as facts)",
    "terminal-bench": "none stated (terminal-bench, used as facts)",
    "labels": "judged for Turnout by a language model that read each prompt (training/labels); texts of others are not kept",
}

AUGMENTED_FILES = {"mf": "mf.json", "sw_ranking": "swRanking.json", "lexical": "lexical.json"}
ROUTER_FILES = {"default": "default.json", **AUGMENTED_FILES}


def training_data(comparisons):
    names, source = np.unique(comparisons.sources, return_inverse=True)
    counts = np.bincount(source[comparisons.prompt], minlength=len(names))
    return [
        {
            "source": source,
            "rows": comparisons.sources.count(source),
            "comparisons": int(count),
            **({"license": LICENSES[source]} if source in LICENSES else {}),
        }
        for source, count in zip(names.tolist(), counts, strict=True)
    ]


def file_facts(file):
    data = file.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def write_manifest(out, comparisons, facts, command):
    """`facts`: what build.py knows; its "augmentations" name the folders in `out`/augmentations that may be there."""
    augmentations = {
        name: {"routers": {router: {"file": f"augmentations/{name}/{file}"} for router, file in AUGMENTED_FILES.items()}}
        for name in facts.pop("augmentations")
        if (out / "augmentations" / name).exists()
    }
    names = [file.name for file in out.iterdir() if file.is_file() and file.name != "manifest.json"]
    names += [router["file"] for part in augmentations.values() for router in part["routers"].values()]
    encoder = facts.pop("encoder")
    manifest = {
        "formatVersion": 1,
        "builtBy": command,
        "encoder": encoder,
        "files": {name: file_facts(out / name) for name in sorted(names)},
        "routers": {name: {"file": file} for name, file in ROUTER_FILES.items()},
        "augmentations": augmentations,
        "calibration": "calibration.json",
        "tables": {"levels": LEVEL_TABLE.name},
        "trainingData": training_data(comparisons),
        **facts,
        "trainedPromptHashes": sorted({prompt_hash(prompt) for prompt in comparisons.prompts}),
    }
    save(out / "manifest.json", manifest)


def list_file(out, name):
    """Puts one file of `out`, new or changed, into the manifest that is there; all else stays."""
    file = out / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["files"] = dict(sorted({**manifest["files"], name: file_facts(out / name)}.items()))
    save(file, manifest)


def save(file, manifest):
    file.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
