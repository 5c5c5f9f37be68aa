/// Rows of a GGUF tensor in the order of Hugging Face's checkpoint.
struct GGUFRows: CodedRows {
  let file: MappedFile
  let entry: GGUFFile.Entry
  /// Where the rows of the checkpoint lie.
  var order = GGUFRowOrder.same
  /// Added to each element.
  var shift: Float = 0

  var place: (file: MappedFile, range: Range<Int>) { (file, entry.range) }

  func decode(_ row: Int, into target: inout MutableSpan<Float>) {
    let (elements, bytes) = entry.type.block
    let size = target.count / elements * bytes
    let start = entry.range.lowerBound + order.source(row) * size
    file.withBytes(start..<(start + size)) { GGUFBlocks.decode(entry.type, $0, into: &target) }
    if shift != 0 {
      for index in target.indices { target[index] = target[index] + shift }
    }
  }
}

/// Which row of a GGUF tensor a row of the checkpoint is.
enum GGUFRowOrder: Sendable, Equatable {
  case same
  /// A part of a tensor that holds several.
  case from(Int)
  /// Heads of `size` rows: GGUF has rows i and i + size/2 of a head beside each other, as ggml's rotation
  /// of neighbours wants them.
  case interleaved(size: Int)
  /// Query, key and value of each head behind each other, where GGUF has all queries, all keys, all
  /// values.
  case byHead(heads: Int, size: Int)

  func source(_ row: Int) -> Int {
    switch self {
    case .same: row
    case .from(let first): first + row
    case .interleaved(let size):
      row / size * size + row % size % (size / 2) * 2 + row % size / (size / 2)
    case .byHead(let heads, let size):
      (row / size % 3 * heads + row / (3 * size)) * size + row % size
    }
  }
}
