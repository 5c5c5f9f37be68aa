/// Writes dimod's binary form, version 2.0, with float64 biases and int32 indices.
enum BinaryModelWriter {
  static func bytes(_ terms: DimodTerms, labels: [VariableLabel]?) -> [UInt8] {
    let count = terms.linear.count
    let header =
      "{\"dtype\": \"float64\", \"itype\": \"int32\", \"ntype\": \"int32\", "
      + "\"shape\": [\(count), \(terms.pairs.count)], \"type\": \"BinaryQuadraticModel\", "
      + "\"variables\": \(labels == nil ? "false" : "true"), \"vartype\": \"\(terms.vartype)\"}\n"
    var bytes = BinaryModelReader.magic + [2, 0]
    let padding = (64 - (bytes.count + 4 + header.utf8.count) % 64) % 64
    bytes.reserveCapacity(24 * terms.pairs.count + 12 * count + 512)
    append(UInt32(header.utf8.count + padding), to: &bytes)
    bytes += Array(header.utf8) + Array(repeating: 0x20, count: padding)
    append(terms.offset.bitPattern, to: &bytes)
    let rows = Adjacency(spinCount: count, bonds: terms.pairs)
    for i in 0..<count {
      append(UInt32(bitPattern: rows.offsets[i]), to: &bytes)
      append(terms.linear[i].bitPattern, to: &bytes)
    }
    for k in rows.neighbours.indices {
      append(UInt32(bitPattern: rows.neighbours[k]), to: &bytes)
      append(rows.couplings[k].bitPattern, to: &bytes)
    }
    if let labels {
      var text = Array("[\(labels.map(\.json).joined(separator: ", "))]".utf8)
      text += repeatElement(0x20, count: (64 - (text.count + 8) % 64) % 64)
      bytes += Array("VARS".utf8)
      append(UInt32(text.count), to: &bytes)
      bytes += text
    }
    return bytes
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
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
