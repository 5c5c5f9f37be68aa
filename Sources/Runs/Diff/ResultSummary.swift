import Jobs
import Reports

/// The summary of a result folder: a document of this program.
struct ResultSummary {
  /// Path as given.
  let path: String
  /// Layout of the document.
  let schema: String
  /// The document.
  let document: JSONTree

  /// The most bytes that a summary may hold.
  static let largest_bytes = 1_000_000_000

  /// Reads the `summary.json` of a folder.
  ///
  /// - Throws: `FileError` for a path without one, a file that is no JSON, and a
  ///   document of another program.
  init(folder path: String) throws(FileError) {
    self.path = path
    let file = (path.isEmpty ? "." : path) + "/summary.json"
    let bytes = try FileReading.bytes(of: file, limit: Self.largest_bytes)
    do {
      document = try JSONTree(document: bytes)
    } catch {
      throw FileError(file, "is damaged: found no complete JSON document")
    }
    guard let schema = document["schema"]?.text, schema.hasPrefix("ising-npu-") else {
      throw FileError(
        file,
        "schema: found "
          + (document["schema"].map { "`\($0.text ?? "no text")`" } ?? "none")
          + ", expected one of ising-npu, e.g. \(RunReport.schema)")
    }
    self.schema = schema
  }

  /// The command line that made the result.
  var arguments: [String] {
    guard case .array(let words)? = document["provenance"]?["arguments"] else { return [] }
    return words.compactMap(\.text)
  }

  /// Every single value and every list of numbers by its path, the provenance left out.
  ///
  /// Elements of arrays are called by what names them (name, layer, text, device), so that an element
  /// more or less shifts none of the others.
  var leaves: [String: JSONTree] {
    var leaves: [String: JSONTree] = [:]
    if case .object(let members) = document {
      for (key, value) in members where key != "provenance" && key != "schema" {
        Self.collect(value, key, into: &leaves)
      }
    }
    return leaves
  }

  private static func collect(
    _ tree: JSONTree, _ path: String, into leaves: inout [String: JSONTree]
  ) {
    switch tree {
    case .object(let members):
      for (key, value) in members { collect(value, path + "." + key, into: &leaves) }
      if members.isEmpty { leaves[path] = tree }
    case .array(let elements):
      guard tree.vector == nil, !elements.isEmpty else {
        leaves[path] = tree
        return
      }
      var seen: [String: Int] = [:]
      for (index, element) in elements.enumerated() {
        var label = label(of: element) ?? "\(index)"
        let times = seen[label, default: 0]
        seen[label] = times + 1
        if times > 0 { label += " #\(times + 1)" }
        collect(element, "\(path)[\(label)]", into: &leaves)
      }
    default: leaves[path] = tree
    }
  }

  private static func label(of element: JSONTree) -> String? {
    guard case .object(let members) = element else { return nil }
    if let device = members["device"]?.text {
      let details = ["precision", "batch"].compactMap { members[$0]?.value?.line }
      return ([device] + details).joined(separator: " ")
    }
    if let size = members["size"]?.value, let beta = members["beta"]?.value {
      return "size \(size.words) β \(beta.words)"
    }
    for key in ["name", "text", "action", "layer", "instruction", "sweeps", "energy"] {
      guard let value = members[key]?.value else { continue }
      if case .string(let text) = value { return text }
      return "\(key) \(value.line)"
    }
    return nil
  }
}
