/// Architectures whose GGUF files this program reads, by the names of `general.architecture`.
enum GGUFArchitecture: String, CaseIterable, Sendable {
  case llama, qwen2, qwen3, gemma, phi2, gpt2, gptneox, bert

  /// Tensors of the model, and of each layer: the checkpoint's name with `*` for the layer's number, and
  /// GGUF's. A name stands for `.weight` and `.bias`.
  var names: (model: [Name], layer: [Name]) {
    switch self {
    case .llama, .qwen2, .qwen3: (Self.llamaModel, Self.llamaLayer(self == .llama))
    case .gemma:
      (
        [
          Name("model.embed_tokens", "token_embd"),
          Name("model.norm", "output_norm", .shiftedGain),
        ],
        Self.llamaLayer(false).map { name in
          name.gguf.hasSuffix("_norm") ? Name(name.checkpoint, name.gguf, .shiftedGain) : name
        }
      )
    case .phi2:
      (
        [
          Name("model.embed_tokens", "token_embd"), Name("model.final_layernorm", "output_norm"),
          Name("lm_head", "output"),
        ],
        [
          Name("model.layers.*.input_layernorm", "attn_norm"),
          Name("model.layers.*.self_attn.q_proj", "attn_q", .part(0)),
          Name("model.layers.*.self_attn.k_proj", "attn_k", .part(1)),
          Name("model.layers.*.self_attn.v_proj", "attn_v", .part(2)),
          Name("model.layers.*.self_attn.dense", "attn_output"),
          Name("model.layers.*.mlp.fc1", "ffn_up"), Name("model.layers.*.mlp.fc2", "ffn_down"),
        ]
      )
    case .gpt2:
      (
        [
          Name("transformer.wte", "token_embd"), Name("transformer.wpe", "position_embd"),
          Name("transformer.ln_f", "output_norm"), Name("lm_head", "output"),
        ],
        [
          Name("transformer.h.*.ln_1", "attn_norm"),
          Name("transformer.h.*.attn.c_attn", "attn_qkv", .transposed),
          Name("transformer.h.*.attn.c_proj", "attn_output", .transposed),
          Name("transformer.h.*.ln_2", "ffn_norm"),
          Name("transformer.h.*.mlp.c_fc", "ffn_up", .transposed),
          Name("transformer.h.*.mlp.c_proj", "ffn_down", .transposed),
        ]
      )
    case .gptneox:
      (
        [
          Name("gpt_neox.embed_in", "token_embd"), Name("gpt_neox.final_layer_norm", "output_norm"),
          Name("embed_out", "output"),
        ],
        [
          Name("gpt_neox.layers.*.input_layernorm", "attn_norm"),
          Name("gpt_neox.layers.*.attention.query_key_value", "attn_qkv", .fusedByHead),
          Name("gpt_neox.layers.*.attention.dense", "attn_output"),
          Name("gpt_neox.layers.*.post_attention_layernorm", "ffn_norm"),
          Name("gpt_neox.layers.*.mlp.dense_h_to_4h", "ffn_up"),
          Name("gpt_neox.layers.*.mlp.dense_4h_to_h", "ffn_down"),
        ]
      )
    case .bert: (Self.bertModel, Self.bertLayer)
    }
  }

  /// What becomes of a tensor on its way back into the checkpoint's form.
  enum Treatment: Sendable, Equatable {
    case none
    /// Rows of query (true) and key heads that ggml has interleaved.
    case interleaved(isQuery: Bool)
    /// A gain that is stored as 1 + gain.
    case shiftedGain
    /// [out × in] that the checkpoint has as [in × out].
    case transposed
    /// All queries, keys and values, which the checkpoint has head by head.
    case fusedByHead
    /// Query, key or value, which may also be a part of `attn_qkv`.
    case part(Int)
  }

  struct Name: Sendable {
    let checkpoint: String
    let gguf: String
    let treatment: Treatment

    init(_ checkpoint: String, _ gguf: String, _ treatment: Treatment = .none) {
      self.checkpoint = checkpoint
      self.gguf = gguf
      self.treatment = treatment
    }
  }

  private static let llamaModel = [
    Name("model.embed_tokens", "token_embd"), Name("model.norm", "output_norm"),
    Name("lm_head", "output"),
  ]

  private static func llamaLayer(_ interleaves: Bool) -> [Name] {
    func rows(_ isQuery: Bool) -> Treatment {
      interleaves ? .interleaved(isQuery: isQuery) : .none
    }
    return [
      Name("model.layers.*.input_layernorm", "attn_norm"),
      Name("model.layers.*.self_attn.q_proj", "attn_q", rows(true)),
      Name("model.layers.*.self_attn.k_proj", "attn_k", rows(false)),
      Name("model.layers.*.self_attn.v_proj", "attn_v"),
      Name("model.layers.*.self_attn.q_norm", "attn_q_norm"),
      Name("model.layers.*.self_attn.k_norm", "attn_k_norm"),
      Name("model.layers.*.self_attn.o_proj", "attn_output"),
      Name("model.layers.*.post_attention_layernorm", "ffn_norm"),
      Name("model.layers.*.mlp.gate_proj", "ffn_gate"),
      Name("model.layers.*.mlp.up_proj", "ffn_up"),
      Name("model.layers.*.mlp.down_proj", "ffn_down"),
    ]
  }

  private static let bertModel = [
    Name("embeddings.word_embeddings", "token_embd"),
    Name("embeddings.position_embeddings", "position_embd"),
    Name("embeddings.token_type_embeddings", "token_types"),
    Name("embeddings.LayerNorm", "token_embd_norm"),
  ]

  private static let bertLayer = [
    Name("encoder.layer.*.attention.self.query", "attn_q", .part(0)),
    Name("encoder.layer.*.attention.self.key", "attn_k", .part(1)),
    Name("encoder.layer.*.attention.self.value", "attn_v", .part(2)),
    Name("encoder.layer.*.attention.output.dense", "attn_output"),
    Name("encoder.layer.*.attention.output.LayerNorm", "attn_output_norm"),
    Name("encoder.layer.*.intermediate.dense", "ffn_up"),
    Name("encoder.layer.*.output.dense", "ffn_down"),
    Name("encoder.layer.*.output.LayerNorm", "layer_output_norm"),
  ]
}
