"""Writes what `turnout evaluate` measured into models/manifest.json.

    node dist/cli.js evaluate --data DIR --router default --router mf --router lexical --json | python training/record_figures.py
"""

import json
import sys

from routers import MODELS

COMMAND = "turnout evaluate --data DIR --router default --router mf --router lexical --json"

file = MODELS / "manifest.json"
manifest = json.loads(file.read_text(encoding="utf-8"))
measured = json.load(sys.stdin)["benchmarks"]
what = "RouteLLM's own benchmarks and pair, never trained or tuned on"
manifest["figures"]["benchmarks"] = {"command": COMMAND, "what": what, "measured": measured}
file.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
