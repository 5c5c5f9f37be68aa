#!/usr/bin/env python3
"""Reads the document of `ising-npu reproduce … --json` and prints a table of Markdown: a row a figure, a row a result without one."""
import json
import sys


def number(value):
    return f"{value:.2g}" if value and abs(value) < 1e-3 else f"{value:.6g}"


def main():
    document = json.load(sys.stdin)
    print("| result | figure | published | ours | difference | verdict |")
    print("|---|---|---|---|---|---|")
    for result in document["results"]:
        head = f"`{result['name']}`, {result['kind']}"
        if not result["figures"]:
            lacking = result["missing"] or "; ".join(result["lacking"]) or result["failure"]
            print(f"| {head} | | | | | {result['verdict']}: {lacking.replace('|', chr(92) + '|')} |")
        for one in result["figures"]:
            share = f", {100 * one['difference'] / one['published']:+.1f} %" if one["published"] else ""
            unit = f" {one['unit']}" if one["unit"] else ""
            basis = {"fitted": ", fitted to it", "construction": ", by construction"}.get(one["basis"], "")
            verdict = result["verdict"] if not basis else "agrees" if one["agrees"] else "differs"
            if result["verdict"] == "not reproduced" and one["agrees"] and not basis:
                verdict = "this figure agrees"
            print(f"| {head} | {one['name']} | {number(one['published'])} ± {number(one['published_error'])}{unit} "
                  f"| {number(one['ours'])} ± {number(one['our_error'])} | {one['standard_errors']:+.1f} σ{share} | {verdict}{basis} |")
            head = ""
    counts = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in document["counts"].items() if count)
    print(f"\n{counts}; {document['reproduced_of_others']} of the reproduced ones are others' measurements or simulations.")


if __name__ == "__main__":
    main()
