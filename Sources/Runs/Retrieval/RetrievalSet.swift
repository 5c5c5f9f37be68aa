import ByteFormats
public import Jobs

/// Documents, and queries with the grades of the documents that answer them.
public struct RetrievalSet: Sendable, Equatable {
  /// A query.
  public struct Query: Sendable, Equatable {
    /// Its text.
    public var text: String
    /// Grades above 0 by the numbers of documents; all others have grade 0.
    public var grades: [Int: Int]
  }

  /// The texts of the documents.
  public var documents: [String]
  /// The queries, each with at least one relevant document.
  public var queries: [Query]

  /// What is embedded: the documents, then the queries.
  public var inputs: [InputText] {
    documents.map { InputText($0) } + queries.map { InputText($0.text) }
  }

  /// Reads a file.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` that names the place.
  public static func read(file: String) throws(RunFailure) -> RetrievalSet {
    try RunFailure.ending {
      try RetrievalSet(
        FileReading.bytes(of: file, limit: InputTexts.largestFile_bytes), file: file)
    }
  }

  /// Reads JSON: `{"documents": [{"id": …, "text": …}], "queries": [{"text": …, "relevant": {id: grade}}]}`.
  ///
  /// - Throws: `FileError` that names the document or query, what was found and what was expected.
  package init(_ bytes: [UInt8], file: String) throws(FileError) {
    var scanner = JSONScanner(bytes, range: bytes.indices)
    guard let value = try? scanner.value(), scanner.peek() == nil, case .object(let top) = value,
      case .array(let documents)? = top["documents"], case .array(let queries)? = top["queries"]
    else {
      throw FileError(
        file, "found no object with lists of documents and queries, expected one in JSON")
    }
    self.documents = []
    self.queries = []
    var numbers: [String: Int] = [:]
    for (index, value) in documents.enumerated() {
      guard case .object(let document) = value, case .string(let id)? = document["id"],
        case .string(let text)? = document["text"]
      else {
        throw FileError(
          file, "document \(index): found no strings id and text, expected both of each document")
      }
      guard numbers.updateValue(index, forKey: id) == nil else {
        throw FileError(file, "document \(index): found the id \"\(id)\" twice, expected it once")
      }
      self.documents.append(text)
    }
    for (index, value) in queries.enumerated() {
      guard case .object(let query) = value, case .string(let text)? = query["text"],
        case .object(let relevant)? = query["relevant"]
      else {
        throw FileError(
          file,
          "query \(index): found no string text and object relevant, expected both of each query")
      }
      var grades: [Int: Int] = [:]
      for member in relevant.members {
        guard let number = numbers[member.key] else {
          throw FileError(
            file, "query \(index): found the id \"\(member.key)\", expected that of a document")
        }
        guard case .integer(let grade) = member.value, (0...1000).contains(grade) else {
          throw FileError(
            file, "query \(index): found \(member.value.summary), expected a grade from 0 to 1000")
        }
        if grade > 0 { grades[number] = grade }
      }
      guard !grades.isEmpty else {
        throw FileError(file, "query \(index): found no relevant document, expected at least one")
      }
      self.queries.append(Query(text: text, grades: grades))
    }
    guard !self.documents.isEmpty, !self.queries.isEmpty else {
      throw FileError(
        file,
        "found \(self.documents.count) documents and \(self.queries.count) queries, expected some of both"
      )
    }
  }
}
