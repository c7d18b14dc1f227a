"""onnxruntime, kept from telling its makers of every session it opens, as it does by default since 1.29."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # noqa: E402
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: E402

__all__ = ["QuantType", "onnxruntime", "quantize_dynamic"]
