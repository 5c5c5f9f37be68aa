"""Times MiniLM's dense forward pass in PyTorch eager and onnxruntime, one thread each.

Prints one JSON object: the least and the median seconds of a pass over all texts, for a loop over
the texts and for one padded batch, and the embeddings (mean over tokens, unit length).
"""

import argparse
import json
import os
import statistics
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def texts_of(path):
    """The texts of a JSON file (strings, or objects with `text`), or the lines of any other file."""
    with open(path, encoding="utf-8") as file:
        if not path.endswith(".json"):
            return [line.rstrip("\n") for line in file if line.strip()]
        data = json.load(file)
    if isinstance(data, dict):
        data = data["sentences"]
    return [item if isinstance(item, str) else item["text"] for item in data]


def seconds(run, runs):
    """Least and median time of `runs` calls after one that warms up."""
    run()
    times, work = [], []
    for _ in range(runs):
        start, before = time.perf_counter(), time.process_time()
        run()
        times.append(time.perf_counter() - start)
        work.append(time.process_time() - before)
    return {"min_s": min(times), "median_s": statistics.median(times), "processor_s": min(work)}


def sentence_model(folder):
    import torch
    from transformers import BertModel

    class Sentence(torch.nn.Module):
        """BERT, the mean over the tokens of each text, unit length."""

        def __init__(self):
            super().__init__()
            self.bert = BertModel.from_pretrained(
                folder, attn_implementation="eager", add_pooling_layer=False)

        def forward(self, input_ids, attention_mask):
            hidden = self.bert(
                input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weights).sum(1) / weights.sum(1)
            return torch.nn.functional.normalize(mean, dim=1)

    return Sentence().eval()


def batches(ids):
    """Each text as a batch of its own, and all texts in one padded batch: (ids, mask) pairs."""
    import torch

    loop = [(torch.tensor([row]), torch.ones(1, len(row), dtype=torch.long)) for row in ids]
    width = max(map(len, ids))
    padded = torch.tensor([row + [0] * (width - len(row)) for row in ids])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in ids])
    return loop, (padded, mask)


def time_torch(folder, ids, runs):
    import torch

    torch.set_num_threads(1)
    model = sentence_model(folder)
    loop, batch = batches(ids)
    with torch.no_grad():
        return {
            "version": torch.__version__,
            "loop": seconds(lambda: [model(*pair) for pair in loop], runs),
            "batch": seconds(lambda: model(*batch), runs),
            "embeddings": [model(*pair)[0].tolist() for pair in loop],
        }


def export(folder, path):
    """Exports the model once; later calls find it."""
    if os.path.exists(path):
        return
    import contextlib
    import sys
    import torch

    # Two tensors: the exporter takes one that is given twice for one input.
    ids = torch.full((2, 16), 2000, dtype=torch.long)
    mask = torch.ones(2, 16, dtype=torch.long)
    sizes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=512)}
    with contextlib.redirect_stdout(sys.stderr), torch.no_grad():
        torch.onnx.export(
            sentence_model(folder), (ids, mask), path, dynamo=True, external_data=False,
            input_names=["input_ids", "attention_mask"], output_names=["unit_embedding"],
            dynamic_shapes={"input_ids": sizes, "attention_mask": sizes})


def quantise(path):
    """onnxruntime's dynamic quantisation to 8 bits of the model, made once."""
    small = path.replace(".onnx", "-int8.onnx")
    if not os.path.exists(small):
        import onnx
        from onnxruntime.quantization import QuantType, quantize_dynamic

        model = onnx.load(path)
        # Shapes that the exporter wrote down contradict those that the quantiser infers.
        del model.graph.value_info[:]
        onnx.save(model, small + ".plain")
        quantize_dynamic(small + ".plain", small, weight_type=QuantType.QInt8)
    return small


def time_onnxruntime(folder, ids, runs, path, dynamic=False):
    import onnxruntime

    export(folder, path)
    if dynamic:
        path = quantise(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"])
    loop, batch = batches(ids)

    def feed(pair):
        return {"input_ids": pair[0].numpy(), "attention_mask": pair[1].numpy()}

    loop, batch = [feed(pair) for pair in loop], feed(batch)
    return {
        "version": onnxruntime.__version__,
        "loop": seconds(lambda: [session.run(None, pair) for pair in loop], runs),
        "batch": seconds(lambda: session.run(None, batch), runs),
        "embeddings": [session.run(None, pair)[0][0].tolist() for pair in loop],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="model folder in Hugging Face's layout")
    parser.add_argument("texts", help="JSON file of texts, or a text a line")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--onnx", required=True, help="the exported model; made if missing")
    options = parser.parse_args()

    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(options.model, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts_of(options.texts))]
    print(json.dumps({
        "texts": len(ids),
        "tokens": sum(map(len, ids)),
        "pytorch": time_torch(options.model, ids, options.runs),
        "onnxruntime": time_onnxruntime(options.model, ids, options.runs, options.onnx),
        "onnxruntime_int8": time_onnxruntime(
            options.model, ids, options.runs, options.onnx, dynamic=True),
    }))


if __name__ == "__main__":
    main()
