import re
from pathlib import Path

TRAINING = Path(__file__).parent.parent
IMPORTS = re.compile(r"^\s*(?:import|from) onnxruntime\b", re.MULTILINE)


def test_nothing_loads_onnxruntime_that_has_not_been_told_to_keep_quiet():
    files = [file for folder in (TRAINING, TRAINING / "tests") for file in folder.glob("*.py")]
    loading = [file.name for file in files if IMPORTS.search(file.read_text())]
    assert loading == ["onnx_runtime.py"]
