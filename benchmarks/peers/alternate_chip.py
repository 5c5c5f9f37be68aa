"""The virtual chip's pass over texts of MiniLM against the dense passes of PyTorch eager and onnxruntime (float32 and
dynamic 8 bits) in short runs that take turns, one thread each, so that all meet the same machine; prints ratios of
the least times.

usage: alternate_chip.py SIMULATION-BENCHMARKS[,ANOTHER…] MODEL TEXTS ONNX [ROUNDS [RUNS]]

SIMULATION-BENCHMARKS is the program of `swift build -c release --package-path benchmarks --product
simulation-benchmarks`, or several builds of it to be compared; ONNX the exported model, made if it is missing.
Peers are called for each text, because a padded batch takes them many times as long. Without PyTorch, the model must
be exported already, and onnxruntime alone is the peer.
"""

import json
import subprocess
import sys

import dense_forward
import numpy as np
import tokenizers
from alternate_encoders import peer_sessions

SETTINGS = {"systematic": ("systematic_64", "systematic, S = 64"),
            "independent": ("independent_256", "independent, S = 256"),
            "expectation": ("expectation", "expectation")}


def torch_pass(model, ids):
    """PyTorch eager over all texts, or nothing without PyTorch."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    sentence = dense_forward.sentence_model(model)
    loop, _ = dense_forward.batches(ids)

    def run():
        with torch.no_grad():
            for pair in loop:
                sentence(*pair)

    return run


def main():
    programs, model, texts, onnx = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 5
    runs = int(sys.argv[6]) if len(sys.argv) > 6 else 3
    tokenizer = tokenizers.Tokenizer.from_file(f"{model}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(dense_forward.texts_of(texts))]
    peers = {}
    if run := torch_pass(model, ids):
        peers["PyTorch eager"] = run
    for name, session in peer_sessions(onnx, model).items():
        feeds = [{"input_ids": np.array([row]), "attention_mask": np.ones((1, len(row)), int)}
                 for row in ids]
        peers[name] = lambda session=session, feeds=feeds: [session.run(None, f) for f in feeds]
    best = {}

    def note(name, seconds):
        best[name] = min(best.get(name, float("inf")), seconds)

    for _ in range(rounds):
        for name, run in peers.items():
            note(name, dense_forward.seconds(run, runs)["min_s"])
        for program in programs.split(","):
            for setting, (key, words) in SETTINGS.items():
                done = subprocess.run([program, model, texts, str(runs), setting],
                                      capture_output=True, text=True, check=True)
                note((program, words), json.loads(done.stdout)[key]["min_s"])
    print(f"{len(ids)} texts, {sum(map(len, ids))} tokens, least of {rounds} rounds of {runs} passes")
    for name in peers:
        print(f"{name:20} {1e3 * best[name]:8.1f} ms")
    for program in programs.split(","):
        for _, words in SETTINGS.values():
            seconds = best[program, words]
            ratios = ", ".join(f"{seconds / best[name]:.2f} of {name}" for name in peers)
            print(f"{program} {words:20} {1e3 * seconds:8.1f} ms: {ratios}")


if __name__ == "__main__":
    main()
