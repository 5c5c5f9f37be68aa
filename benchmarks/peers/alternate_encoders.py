"""Our dense pass of MiniLM against onnxruntime's (float32 and dynamic 8 bits) in short runs that take turns, so that
all meet the same machine; prints ratios alone, of the least
processor times.

usage: alternate_encoders.py NPU-BENCHMARKS MODEL TEXTS ONNX [ROUNDS [RUNS]]

NPU-BENCHMARKS is the program of `swift build -c release --package-path benchmarks --product npu-benchmarks`; ONNX the
exported model, made if it is missing. Ours has two modes: a call for each text ("loop") or one for all ("batch");
onnxruntime is called for each text, because a batch of its is padded to the longest and takes many times as long.
"""

import json
import subprocess
import sys

import dense_forward
import numpy as np
import onnxruntime
import tokenizers
from report_dense import distance


def peer_sessions(onnx, model):
    """onnxruntime with one thread: the model, and the same with dynamic 8 bits."""
    dense_forward.export(model, onnx)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return {
        f"onnxruntime {name}": onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"])
        for name, path in (("float32", onnx), ("int8", dense_forward.quantise(onnx)))
    }


def main():
    program, model, texts, onnx = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 5
    runs = int(sys.argv[6]) if len(sys.argv) > 6 else 5
    sessions = peer_sessions(onnx, model)
    tokenizer = tokenizers.Tokenizer.from_file(f"{model}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    feeds = []
    for encoding in tokenizer.encode_batch(dense_forward.texts_of(texts)):
        row = np.array([encoding.ids])
        feeds.append({"input_ids": row, "attention_mask": np.ones_like(row)})
    best, embeddings = {}, {}

    def note(name, mode, seconds):
        modes = best.setdefault(name, {})
        modes[mode] = min(modes.get(mode, float("inf")), seconds)

    for _ in range(rounds):
        for weights in ("float32", "bf16", "int8"):
            done = subprocess.run(
                [program, model, texts, str(runs), "1", weights], capture_output=True, text=True)
            if done.returncode == 0:
                result = json.loads(done.stdout)
                embeddings[weights] = result["embeddings"]
                for mode in ("loop", "batch"):
                    note(weights, mode, result[mode]["processor_s"])
        for name, session in sessions.items():
            taken = dense_forward.seconds(lambda: [session.run(None, f) for f in feeds], runs)
            note(name, "loop", taken["processor_s"])
            embeddings[name] = [session.run(None, f)[0][0].tolist() for f in feeds]
    fastest = {name: min(modes.values()) for name, modes in best.items()}
    for name in best:
        worst = max(map(distance, embeddings["float32"], embeddings[name]))
        print(f"{name:20} least cosine with float32 {1 - worst:.4f}")
    for ours, other in (("bf16", "float32"), ("int8", "float32"), ("float32", "onnxruntime float32"),
                        ("int8", "onnxruntime int8")):
        if ours in best:
            modes = " ".join(
                f"{mode} {best[other].get(mode, best[other]['loop']) / seconds:.2f}"
                for mode, seconds in best[ours].items())
            print(f"{ours} against {other}: {modes}, the better mode of each "
                  f"{fastest[other] / fastest[ours]:.2f} times as fast")


if __name__ == "__main__":
    main()
