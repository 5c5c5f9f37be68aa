/// The sizes of a GGUF model, from keys that begin with its architecture.
struct GGUFSizes: Sendable {
  let architecture: GGUFArchitecture
  let metadata: GGUFMetadata
  let layers: Int
  let width: Int
  let heads: Int
  let keyValueHeads: Int
  let headSize: Int

  /// - Throws: `unsupported` for an architecture that is not known, with those that are, and for layers of
  ///   different sizes or with experts; `missingKey`, `invalidNumber`.
  init(_ metadata: GGUFMetadata) throws(ModelFileError) {
    let key = "general.architecture"
    guard let name = try metadata.string(key) else {
      throw metadata.failure(.missingKey, key, expected: "the name of an architecture")
    }
    guard let architecture = GGUFArchitecture(rawValue: name) else {
      throw metadata.failure(
        .unsupported, key,
        expected: "one of " + GGUFArchitecture.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self.architecture = architecture
    self.metadata = metadata
    for key in ["attention.head_count", "attention.head_count_kv", "feed_forward_length"] {
      if case .integers? = metadata.value("\(name).\(key)") {
        throw metadata.failure(
          .unsupported, "\(name).\(key)", expected: "one number for all layers")
      }
    }
    let experts = "\(name).expert_count"
    if try metadata.integer(experts, in: 0...100_000, default: 0) > 0 {
      throw metadata.failure(.unsupported, experts, expected: "0: layers without experts")
    }
    let sizes = 1...1_000_000
    layers = try metadata.required("\(name).block_count", in: 1...10_000)
    width = try metadata.required("\(name).embedding_length", in: sizes)
    heads = try metadata.required("\(name).attention.head_count", in: sizes)
    keyValueHeads = try metadata.integer(
      "\(name).attention.head_count_kv", in: sizes, default: heads)
    guard width % heads == 0 || metadata.value("\(name).attention.key_length") != nil else {
      throw metadata.failure(
        .inconsistent, "\(name).attention.head_count",
        expected: "a divisor of the width \(width)")
    }
    headSize = try metadata.integer(
      "\(name).attention.key_length", in: sizes, default: max(1, width / heads))
    let values = "\(name).attention.value_length"
    guard try metadata.integer(values, in: sizes, default: headSize) == headSize else {
      throw metadata.failure(.unsupported, values, expected: "\(headSize), as the keys have")
    }
  }

  /// A key of the architecture.
  func key(_ name: String) -> String { "\(architecture.rawValue).\(name)" }
}
