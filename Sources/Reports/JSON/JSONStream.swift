/// JSON text in pieces: a report of many texts is never in memory as a whole.
///
/// Members of facts, and elements of lists of what has facts, are encoded one after the other; anything else is
/// encoded whole. The text is that of `JSONValue`.
struct JSONStream {
  /// Bytes of a piece, about.
  static let piece_bytes = 1 << 16

  private let take: (String) throws -> Void
  private var piece = ""

  /// Writes a value.
  ///
  /// - Throws: what encoding and `take` throw.
  static func write(_ value: some Encodable, to take: (String) throws -> Void) throws {
    try withoutActuallyEscaping(take) { take in
      var stream = JSONStream(take: take)
      try stream.put(value, indent: 0)
      try stream.put("\n")
      try stream.handOn()
    }
  }

  private init(take: @escaping (String) throws -> Void) { self.take = take }

  private mutating func put(_ value: any Encodable, indent: Int) throws {
    switch value {
    case let facts as Facts: try put(facts, indent: indent)
    case let holder as any HasFacts: try put(holder.facts, indent: indent)
    case let list as [any HasFacts] where !list.isEmpty:
      try putBlock("[", "]", list, indent: indent) { stream, element in
        try stream.put(element, indent: indent + 2)
      }
    default: try put(try JSONValue(encoding: value).text(indent: indent))
    }
  }

  private mutating func put(_ facts: Facts, indent: Int) throws {
    guard !facts.members.isEmpty else { return try put("{}") }
    try putBlock("{", "}", facts.members, indent: indent) { stream, member in
      try stream.put(JSONValue.string(member.name).line + ": ")
      if let value = member.value {
        try stream.put(value, indent: indent + 2)
      } else {
        try stream.put("null")
      }
    }
  }

  private mutating func putBlock<Element>(
    _ open: String, _ close: String, _ elements: [Element], indent: Int,
    _ body: (inout JSONStream, Element) throws -> Void
  ) throws {
    try put(open + "\n")
    for (index, element) in elements.enumerated() {
      try put(String(repeating: " ", count: indent + 2))
      try body(&self, element)
      try put(index + 1 < elements.count ? ",\n" : "\n")
    }
    try put(String(repeating: " ", count: indent) + close)
  }

  private mutating func put(_ text: String) throws {
    piece += text
    if piece.utf8.count >= Self.piece_bytes { try handOn() }
  }

  private mutating func handOn() throws {
    try take(piece)
    piece.removeAll(keepingCapacity: true)
  }
}
