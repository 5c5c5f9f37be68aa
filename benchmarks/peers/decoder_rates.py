"""Tokens a second of a decoder in llama.cpp (Q8_0) and in PyTorch eager (float32), one thread each, greedy.

usage: decoder_rates.py MODEL.gguf TOKENS RUNS WORK-FOLDER

The GGUF file is coded anew as Q8_0 in WORK-FOLDER, once. Prints one JSON object: the largest rate of the runs for
tokens behind the prompt, and for a prompt of 256 tokens. llama.cpp comes from the wheel `xllamacpp`: `llama-cpp-python`
has none on PyPI, and the wheels of others ask for a newer C library.
"""

import json
import os
import pathlib
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

PROMPT = "The capital of France is"
LONG = " ".join(["The Ising model describes a magnet as a lattice of spins."] * 40)


def eight_bits(source, target):
    """The file with all matrices as Q8_0."""
    import gguf
    import numpy as np

    types = gguf.GGUFValueType
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, reader.fields["general.architecture"].contents())
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture":
            continue
        kinds = field.types
        writer.add_key_value(key, field.contents(), kinds[0],
                             kinds[1] if kinds[0] == types.ARRAY else None)
    for tensor in reader.tensors:
        values = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        if values.ndim == 1:
            writer.add_tensor(tensor.name, values)
        else:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(tensor.name, gguf.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def llama(path, tokens, runs):
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = 1024
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    best = {"tokens_per_s": 0, "prompt_tokens_per_s": 0}
    for _ in range(runs):
        common = {"temperature": 0, "cache_prompt": False, "ignore_eos": True}
        short = server.handle_completions({"prompt": PROMPT, "n_predict": tokens, **common})
        long = server.handle_completions({"prompt": LONG, "n_predict": 1, **common})
        best["tokens_per_s"] = max(
            best["tokens_per_s"], short["timings"]["predicted_per_second"])
        best["prompt_tokens_per_s"] = max(
            best["prompt_tokens_per_s"], long["timings"]["prompt_per_second"])
    return best


def pytorch(path, tokens, runs):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(1)
    names = {"pretrained_model_name_or_path": str(path.parent), "gguf_file": path.name}
    tokenizer = AutoTokenizer.from_pretrained(**names)
    model = AutoModelForCausalLM.from_pretrained(
        **names, dtype=torch.float32, attn_implementation="eager").eval()
    best = {"version": torch.__version__, "tokens_per_s": 0, "prompt_tokens_per_s": 0}
    short = tokenizer(PROMPT, return_tensors="pt").input_ids
    long = tokenizer(LONG, return_tensors="pt").input_ids[:, :256]
    with torch.no_grad():
        for _ in range(runs):
            result = model(short, use_cache=True)
            start = time.perf_counter()
            for _ in range(tokens):
                token = result.logits[:, -1:].argmax(-1)
                result = model(token, past_key_values=result.past_key_values, use_cache=True)
            best["tokens_per_s"] = max(
                best["tokens_per_s"], tokens / (time.perf_counter() - start))
            start = time.perf_counter()
            model(long, use_cache=True, logits_to_keep=1)
            best["prompt_tokens_per_s"] = max(
                best["prompt_tokens_per_s"], long.shape[1] / (time.perf_counter() - start))
    return best


def main():
    source, tokens, runs, work = (
        pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), pathlib.Path(sys.argv[4]))
    small = work / "q8.gguf"
    if not small.exists():
        eight_bits(source, small)
    print(json.dumps({"llama.cpp Q8_0": llama(small, tokens, runs),
                      "pytorch float32": pytorch(source, tokens, runs)}))


if __name__ == "__main__":
    main()
