"""Everything about Discord: the bot, its settings, its store, its preview."""

import os

# onnxruntime's official builds report to Microsoft unless told not to before they are loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
