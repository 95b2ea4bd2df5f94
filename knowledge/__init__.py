"""Everything about books: reading, searching and judging them. Knows nothing of Discord."""

import os

# onnxruntime's own builds report to their maker unless told not to before they are imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
