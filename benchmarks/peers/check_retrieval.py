#!/usr/bin/env python3
"""The measures of `ising-npu run --retrieval FILE --json` once more, from its embeddings, apart from the program:

    ising-npu run MODEL --retrieval docs/examples/retrieval.json --json > run.json
    check_retrieval.py docs/examples/retrieval.json run.json
"""
import json, math, sys

def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))

def measures(ranked):
    def gain(grades): return sum(g / math.log2(place + 1) for place, g in enumerate(grades[:10], 1))
    first = next((place for place, g in enumerate(ranked[:10], 1) if g), None)
    return (gain(ranked) / gain(sorted(ranked, reverse=True)), sum(g > 0 for g in ranked[:10]) / sum(g > 0 for g in ranked),
            1 / first if first else 0)

def main():
    data, run = (json.load(open(name)) for name in sys.argv[1:3])
    count = len(data["documents"])
    worst = 0
    for name, key in (("chip", "embedding"), ("reference", "reference_embedding")):
        vectors = [output[key] for output in run["outputs"]]
        all = []
        for place, query in enumerate(data["queries"]):
            scores = [cosine(vectors[count + place], vectors[d]) for d in range(count)]
            order = sorted(range(count), key=lambda d: (-scores[d], d))
            all.append(measures([query["relevant"].get(data["documents"][d]["id"], 0) for d in order]))
        means = [sum(column) / len(all) for column in zip(*all)]
        said = [run["retrieval"][name][k] for k in ("ndcg_10", "recall_10", "mrr_10")]
        worst = max([worst] + [abs(a - b) for a, b in zip(means, said)])
        print(name, *(f"{value:.6f}" for value in means))
    print(f"largest difference {worst:.1e}")
    sys.exit(worst > 1e-9)

main()
