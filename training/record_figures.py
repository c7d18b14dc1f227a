"""Writes what `turnout evaluate` measured into models/manifest.json.

    node dist/cli.js evaluate --data DIR --router default mf sw_ranking lexical --json | python training/record_figures.py
"""

import json
import sys

from routers import MODELS

COMMAND = "turnout evaluate --data DIR --router default mf sw_ranking lexical --json"

file = MODELS / "manifest.json"
manifest = json.loads(file.read_text(encoding="utf-8"))
measured = json.load(sys.stdin)
what = "RouteLLM's own benchmarks with the paper's pair, and three code sets with pairs of theirs; never trained or tuned on"
manifest["figures"]["benchmarks"] = {
    "command": COMMAND,
    "what": what,
    "measured": measured["benchmarks"],
    "codeMean": measured["codeMean"],
}
file.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
