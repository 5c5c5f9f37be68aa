"""Our dense reference of SmolLM2 against PyTorch eager, onnxruntime and llama.cpp (Q8_0), one thread each, in short runs
that take turns, so that all meet the same machine; prints ratios alone, of the least processor times.

usage: alternate_decoders.py DECODER-BENCHMARKS MODEL.gguf WORK-FOLDER [ROUNDS [TOKENS]]

DECODER-BENCHMARKS is the program of `swift build -c release --package-path benchmarks --product decoder-benchmarks`.
onnxruntime reads the prompt with the graph of `decoder_onnx.py`. Behind the ratios stands how near decoding is to what
memory gives: bytes of weights over seconds a token, over the bytes a second of one thread that sums an array as large as
the float32 weights (numpy puts it in pages of 2 MiB, as the weights lie).
"""

import json
import pathlib
import subprocess
import sys
import time

import decoder_onnx
import decoder_rates
import numpy as np


class Peers:
    def __init__(self, file, work):
        import onnxruntime
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.set_num_threads(1)
        self.torch = torch
        names = {"pretrained_model_name_or_path": str(file.parent), "gguf_file": file.name}
        self.model = AutoModelForCausalLM.from_pretrained(
            **names, dtype=torch.float32, attn_implementation="eager").eval()
        tokenizer = AutoTokenizer.from_pretrained(**names)
        self.short = tokenizer(decoder_rates.PROMPT, return_tensors="pt").input_ids
        self.long = tokenizer(decoder_rates.LONG, return_tensors="pt").input_ids[:, :256]
        self.text = tokenizer.decode(self.long[0])
        graph = work / "decoder.onnx"
        if not graph.exists():
            decoder_onnx.write(self.model, self.long.shape[1], graph)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"])
        with torch.no_grad():
            expected = self.model(self.long, logits_to_keep=1).logits[0, -1].numpy()
        found = self.session.run(None, {"ids": self.long[0].numpy()})[0][0]
        print(f"onnxruntime's logits differ from PyTorch's by {np.abs(found - expected).max():.1e}")
        self.parameters = sum(p.numel() for p in self.model.parameters())

    def decode(self, tokens):
        """Least seconds a token."""
        with self.torch.no_grad():
            result = self.model(self.short, use_cache=True)

            def step():
                nonlocal result
                token = result.logits[:, -1:].argmax(-1)
                result = self.model(
                    token, past_key_values=result.past_key_values, use_cache=True)

            return seconds(step, tokens)

    def prompt(self):
        with self.torch.no_grad():
            return seconds(lambda: self.model(self.long, use_cache=True, logits_to_keep=1), 1)

    def prompt_onnxruntime(self):
        return seconds(lambda: self.session.run(None, {"ids": self.long[0].numpy()}), 1)


class Llama:
    def __init__(self, path):
        import xllamacpp

        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(path)
        parameters.n_ctx = 1024
        parameters.n_parallel = 1
        parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
        self.server = xllamacpp.Server(parameters)

    def run(self, prompt, count):
        self.server.handle_completions({
            "prompt": prompt, "n_predict": count, "temperature": 0, "cache_prompt": False,
            "ignore_eos": True})

    def decode(self, tokens):
        """Seconds a token: of many less those of one, which are the prompt's."""
        many, one = (seconds(lambda: self.run(decoder_rates.PROMPT, n), 1) for n in (tokens + 1, 1))
        return (many - one) / tokens


def seconds(run, runs):
    """Least processor time of this process over some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def main():
    program, file, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 4
    tokens = int(sys.argv[5]) if len(sys.argv) > 5 else 32
    peers = Peers(file, work)
    values = np.ones(peers.parameters, np.float32)
    small = work / "q8.gguf"
    if not small.exists():
        decoder_rates.eight_bits(file, small)
    llama = Llama(small)
    best = {}

    def note(name, taken):
        best[name] = min(best.get(name, float("inf")), taken)

    for _ in range(rounds):
        for weights in ("float32", "bf16", "int8"):
            done = subprocess.run(
                [program, str(file), weights, str(tokens), "1"], capture_output=True, text=True)
            if done.returncode == 0:
                result = json.loads(done.stdout)
                note(f"decode {weights}", result["token"]["processor_s"])
                note(f"prompt {weights}", result["prompt"]["processor_s"])
        note("decode PyTorch", peers.decode(tokens))
        note("prompt PyTorch", peers.prompt())
        note("prompt onnxruntime", peers.prompt_onnxruntime())
        note("stream", seconds(values.sum, 2))
        note("decode llama.cpp", llama.decode(tokens))
        note("prompt llama.cpp", seconds(lambda: llama.run(peers.text, 1), 1))
    for mine, other in (
            ("decode float32", "decode PyTorch"), ("decode bf16", "decode float32"),
            ("decode int8", "decode float32"), ("decode int8", "decode llama.cpp"),
            ("prompt float32", "prompt onnxruntime"), ("prompt float32", "prompt PyTorch"),
            ("prompt bf16", "prompt float32"), ("prompt int8", "prompt float32"),
            ("prompt int8", "prompt llama.cpp")):
        if mine in best:
            print(f"{mine} against {other.split()[1]}: {best[other] / best[mine]:.2f} times as fast")
    for name, width in (("float32", 4), ("bf16", 2), ("int8", 1), ("PyTorch", 4)):
        if f"decode {name}" in best:
            share = width / 4 * best["stream"] / best[f"decode {name}"]
            print(f"decode {name}: weights are read at {share:.2f} of a stream's rate")


if __name__ == "__main__":
    main()
