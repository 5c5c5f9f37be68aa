#!/usr/bin/env python3
"""check_tokenizers.py ISING_NPU COUNT TOKENIZER.json...

Compares the ids, types and decoded texts of `ising-npu tokenize` with those of Hugging Face `tokenizers`
on COUNT generated strings and COUNT/20 pairs of each tokenizer; exits with 1 if one differs.
"""

import json
import subprocess
import sys
import tempfile

from tokenizers import Tokenizer

from tokenizer_strings import strings


def outputs(program, path, texts, options):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(texts, file)
        file.flush()
        command = [program, "tokenize", path, "--input", file.name, "--json", *options]
        return json.loads(subprocess.check_output(command))["outputs"]


def main():
    program, count, *paths = sys.argv[1:]
    texts = strings(1, int(count))
    pairs = [(texts[i], texts[(7 * i + 3) % len(texts)]) for i in range(len(texts) // 20)]
    failures = 0
    for path in paths:
        tokenizer = Tokenizer.from_file(path)
        tokenizer.no_truncation()
        tokenizer.no_padding()
        found = outputs(program, path, texts, [])
        found += outputs(program, path, [text for pair in pairs for text in pair], ["--pair"])
        wrong = 0
        for text, output in zip([(text,) for text in texts] + pairs, found, strict=True):
            expected = tokenizer.encode(*text)
            plain = [i for part in text for i in tokenizer.encode(part, add_special_tokens=False).ids]
            if (output["ids"], output["type_ids"], output["ids_without_special"], output["decoded"]) != (
                expected.ids, expected.type_ids, plain, tokenizer.decode(expected.ids)
            ):
                wrong += 1
                if wrong <= 3:
                    print(f"  {text!r}: found {output['ids']}, expected {expected.ids}")
        print(f"{path}: {len(found)} texts and pairs, {wrong} differ", flush=True)
        failures += wrong
    sys.exit(1 if failures else 0)


main()
