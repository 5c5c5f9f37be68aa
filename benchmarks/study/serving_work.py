"""Work of one step of a language model that serves many sequences at once.

A step makes one token of each of n sequences, and prefills the prompts of those that begin in it: n · prompt / answer
tokens on average. Every weight is read once, and so are the keys and values of all n contexts.
"""
import dataclasses

BYTES = 2  # of bfloat16


@dataclasses.dataclass(frozen=True)
class Shape:
    """A dense transformer, from the config.json beside its weights on Hugging Face."""
    hidden: int
    layers: int
    heads: int
    key_value_heads: int
    head: int
    feed_forward: int
    words: int
    window: int = 0  # tokens that a layer of local attention sees
    local: float = 0  # share of such layers

    @property
    def queries(self):
        return self.heads * self.head

    @property
    def keys(self):
        return self.key_value_heads * self.head

    @property
    def parameters(self):
        """Read in a step: all but the input embedding."""
        layer = self.hidden * (2 * self.queries + 2 * self.keys + 3 * self.feed_forward)
        return self.layers * layer + self.hidden * self.words


MODELS = {
    "meta-llama/Llama-3.1-8B-Instruct": Shape(4096, 32, 32, 8, 128, 14336, 128256),
    "Qwen/Qwen3-8B": Shape(4096, 36, 32, 8, 128, 12288, 151936),
    "Qwen/Qwen3-14B": Shape(5120, 40, 40, 8, 128, 17408, 151936),
    "Qwen/Qwen3-32B": Shape(5120, 64, 64, 8, 128, 25600, 151936),
    "google/gemma-3-12b-it": Shape(3840, 48, 16, 8, 256, 15360, 262208, 1024, 40 / 48),
    "google/gemma-3-27b-it": Shape(5376, 62, 32, 16, 128, 21504, 262208, 1024, 52 / 62),
    "mistralai/Mistral-7B-Instruct-v0.3": Shape(4096, 32, 32, 8, 128, 14336, 32768),
    "mistralai/Mistral-Nemo-Instruct-2407": Shape(5120, 40, 32, 8, 128, 14336, 131072),
    "microsoft/Phi-3-mini-4k-instruct": Shape(3072, 32, 32, 32, 96, 8192, 32064),
    "microsoft/Phi-3-medium-4k-instruct": Shape(5120, 40, 40, 10, 128, 17920, 32064),
    "google/gemma-2-2b-it": Shape(2304, 26, 8, 4, 256, 9216, 256000),
    "google/gemma-2-9b-it": Shape(3584, 42, 16, 8, 256, 14336, 256000),
}


@dataclasses.dataclass(frozen=True)
class Work:
    """Of one step."""
    flops: float  # of the matrix units
    memory_bytes: float  # weights, keys and values: read from the main memory
    activation_bytes: float  # read and written by all kernels, near the arithmetic


def step(shape, sequences, prompt, answer, spread):
    """Work of a step of `sequences` with prompts of `prompt` and answers of `answer` tokens on average.

    `spread` is E[L²]/E[L]² of the answers' lengths: long answers are met more often, so that the mean context is
    prompt + spread · answer / 2.
    """
    context = prompt + spread * answer / 2
    seen = shape.local * min(context, shape.window or context) + (1 - shape.local) * context
    tokens = sequences * (1 + prompt / answer)
    attention = 4 * shape.queries * shape.layers * seen * sequences
    prefill = 2 * shape.queries * shape.layers * prompt * prompt * sequences / answer
    # Products read and write, then norms, residuals, gates, rotary positions and the heads' outputs.
    width, wide = shape.hidden, shape.feed_forward
    elements = (
        (width + shape.queries + 2 * shape.keys) + (shape.queries + width) + (width + 2 * wide)
        + (wide + width) + 2 * 2 * width + 2 * 3 * width + 3 * wide
        + 2 * (shape.queries + shape.keys) + 2 * shape.queries)
    return Work(
        flops=2 * shape.parameters * tokens + attention + prefill,
        memory_bytes=BYTES * shape.parameters
        + sequences * seen * 2 * BYTES * shape.keys * shape.layers,
        activation_bytes=BYTES * shape.layers * tokens * elements + 4 * 2 * sequences * shape.words)
