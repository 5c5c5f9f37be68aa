import ByteFormats

/// Writes dimod's binary form, version 2.0, with float64 biases and int32 indices.
enum BinaryModelWriter {
  static func bytes(_ terms: DimodTerms, labels: [VariableLabel]?) -> [UInt8] {
    let count = terms.linear.count
    let header =
      "{\"dtype\": \"float64\", \"itype\": \"int32\", \"ntype\": \"int32\", "
      + "\"shape\": [\(count), \(terms.pairs.count)], \"type\": \"BinaryQuadraticModel\", "
      + "\"variables\": \(labels == nil ? "false" : "true"), \"vartype\": \"\(terms.vartype)\"}\n"
    var out = ByteWriter()
    out.bytes = BinaryModelReader.magic + [2, 0]
    let padding = (64 - (out.bytes.count + 4 + header.utf8.count) % 64) % 64
    out.bytes.reserveCapacity(24 * terms.pairs.count + 12 * count + 512)
    out.put(UInt32(header.utf8.count + padding))
    out.bytes += Array(header.utf8) + Array(repeating: 0x20, count: padding)
    out.put(terms.offset)
    let rows = Adjacency(spinCount: count, bonds: terms.pairs)
    for i in 0..<count {
      out.put(rows.offsets[i])
      out.put(terms.linear[i])
    }
    for k in rows.neighbours.indices {
      out.put(rows.neighbours[k])
      out.put(rows.couplings[k])
    }
    if let labels {
      var text = Array("[\(labels.map(\.json).joined(separator: ", "))]".utf8)
      text += repeatElement(0x20, count: (64 - (text.count + 8) % 64) % 64)
      out.bytes += Array("VARS".utf8)
      out.put(UInt32(text.count))
      out.bytes += text
    }
    return out.bytes
  }
}

/// Writes what `dimod.BinaryQuadraticModel.from_serializable(json.load(file))` reads.
enum JSONModelWriter {
  static func bytes(_ terms: DimodTerms, labels: [VariableLabel]?) -> [UInt8] {
    let names = labels?.map(\.json) ?? terms.linear.indices.map { "\($0)" }
    func list(_ values: some Sequence<some CustomStringConvertible>) -> String {
      "[\(values.map(\.description).joined(separator: ", "))]"
    }
    let text = """
      {"type": "BinaryQuadraticModel", "version": {"bqm_schema": "3.0.0"}, "use_bytes": false, \
      "index_type": "int32", "bias_type": "float64", "num_variables": \(terms.linear.count), \
      "num_interactions": \(terms.pairs.count), "variable_labels": \(list(names)), \
      "variable_type": "\(terms.vartype)", "offset": \(terms.offset), "info": {}, \
      "linear_biases": \(list(terms.linear)), \
      "quadratic_biases": \(list(terms.pairs.lazy.map(\.coupling))), \
      "quadratic_head": \(list(terms.pairs.lazy.map(\.first))), \
      "quadratic_tail": \(list(terms.pairs.lazy.map(\.second)))}

      """
    return Array(text.utf8)
  }
}
