"""The ONNX graph of a Llama decoder that reads a prompt of fixed length and gives the logits of its last token, from a
model of transformers: what an exporter would write, without its traces. Weights lie in a file beside it."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    def __init__(self):
        self.nodes, self.weights = [], []

    def constant(self, value, name=None):
        name = name or f"c{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def __call__(self, operation, *inputs, **attributes):
        output = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, inputs, [output], **attributes))
        return output


def write(model, tokens, path):
    """Writes the graph of `model` (LlamaForCausalLM in float32) for `tokens` ids, input `ids` [tokens]."""
    config, g = model.config, Graph()
    state = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    heads, keys = config.num_attention_heads, config.num_key_value_heads
    width = config.hidden_size
    size = width // heads

    def shape(*sizes):
        return g.constant(np.array(sizes, np.int64))

    def linear(x, name):
        return g("MatMul", x, g.constant(state[name + ".weight"].T))

    def norm(x, name):
        squares = g("ReduceMean", g("Mul", x, x), shape(-1), keepdims=1)
        root = g("Sqrt", g("Add", squares, g.constant(np.float32(config.rms_norm_eps))))
        return g("Mul", g("Div", x, root), g.constant(state[name + ".weight"]))

    theta = config.rope_parameters["rope_theta"]
    angles = np.outer(np.arange(tokens), theta ** -(np.arange(0, size, 2) / size))
    angles = np.concatenate([angles, angles], 1).astype(np.float32)
    cosine, sine = g.constant(np.cos(angles)), g.constant(np.sin(angles))
    zero, half, whole, last = shape(0), shape(size // 2), shape(size), shape(-1)

    def split(x, count):
        """[tokens, count · size] to [count, tokens, size]."""
        return g("Transpose", g("Reshape", x, shape(tokens, count, size)), perm=[1, 0, 2])

    def turn(x):
        low, high = g("Slice", x, zero, half, last), g("Slice", x, half, whole, last)
        turned = g("Concat", g("Neg", high), low, axis=-1)
        return g("Add", g("Mul", x, cosine), g("Mul", turned, sine))

    def shared(x):
        """Keys or values [keys, tokens, size] for every head that reads them."""
        wide = g("Expand", g("Reshape", x, shape(keys, 1, tokens, size)),
                 shape(keys, heads // keys, tokens, size))
        return g("Reshape", wide, shape(heads, tokens, size))

    mask = g.constant(np.triu(np.full((tokens, tokens), -3e38, np.float32), 1))
    scale = g.constant(np.float32(size ** -0.5))
    x = g("Gather", g.constant(state["model.embed_tokens.weight"], "table"), "ids")
    for layer in range(config.num_hidden_layers):
        name = f"model.layers.{layer}."
        y = norm(x, name + "input_layernorm")
        q = turn(split(linear(y, name + "self_attn.q_proj"), heads))
        k = turn(split(linear(y, name + "self_attn.k_proj"), keys))
        v = split(linear(y, name + "self_attn.v_proj"), keys)
        scores = g("MatMul", g("Mul", q, scale), g("Transpose", shared(k), perm=[0, 2, 1]))
        mixed = g("MatMul", g("Softmax", g("Add", scores, mask), axis=-1), shared(v))
        mixed = g("Reshape", g("Transpose", mixed, perm=[1, 0, 2]), shape(tokens, width))
        x = g("Add", x, linear(mixed, name + "self_attn.o_proj"))
        y = norm(x, name + "post_attention_layernorm")
        gate = linear(y, name + "mlp.gate_proj")
        inner = g("Mul", g("Mul", gate, g("Sigmoid", gate)), linear(y, name + "mlp.up_proj"))
        x = g("Add", x, linear(inner, name + "mlp.down_proj"))
    final = g("Gather", norm(x, "model.norm"), g.constant(np.array([tokens - 1], np.int64)))
    output = g("Gemm", final, "table", transB=1)
    graph = helper.make_graph(
        g.nodes, "decoder", [helper.make_tensor_value_info("ids", TensorProto.INT64, [tokens])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, config.vocab_size])],
        g.weights)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    made.ir_version = 10
    onnx.save(made, path, save_as_external_data=True, location=path.name + ".weights")
