"""Writes the graph of `knowledge.search.products`, a single operation:

python -m knowledge.building.products
"""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper

from knowledge.search.products import GRAPH, MIDDLE

_OPERATIONS, _FORMAT = 17, 8  # versions that every onnxruntime of the last years reads


def graph() -> bytes:
    """The product of whole numbers: `rows` (uint8, counted from MIDDLE) times `columns` (int8), summed in int32."""
    node = helper.make_node("MatMulInteger", ["rows", "columns", "middle"], ["products"])
    made = helper.make_graph(
        [node],
        "products",
        [
            helper.make_tensor_value_info("rows", TensorProto.UINT8, ["count", "dimension"]),
            helper.make_tensor_value_info("columns", TensorProto.INT8, ["dimension", "asked"]),
        ],
        [helper.make_tensor_value_info("products", TensorProto.INT32, ["count", "asked"])],
        [helper.make_tensor("middle", TensorProto.UINT8, [], [MIDDLE])],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPERATIONS)], ir_version=_FORMAT)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    GRAPH.write_bytes(graph())
