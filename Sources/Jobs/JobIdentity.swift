/// Which run a checkpoint belongs to.
public struct JobIdentity: Codable, Sendable, Equatable {
  /// One thing that has to be the same.
  public struct Mark: Codable, Sendable, Equatable {
    /// What it is: `seed`.
    public let name: String
    /// Its value in words, or a hash.
    public let value: String
    /// What to say where it differs; `nil` to tell both values.
    public let complaint: String?

    /// A mark.
    public init(_ name: String, _ value: String, complaint: String? = nil) {
      self.name = name
      self.value = value
      self.complaint = complaint
    }
  }

  /// What has to be the same, in the order of complaints.
  public let marks: [Mark]

  /// An identity.
  public init(_ marks: [Mark]) { self.marks = marks }

  /// What differs, in words; `nil` if nothing does.
  ///
  /// - Parameter other: the run that wants to go on.
  public func difference(from other: JobIdentity) -> String? {
    var names = other.marks.map(\.name)
    names += marks.map(\.name).filter { !names.contains($0) }
    let complaints = names.compactMap { name -> String? in
      let (found, expected) = (mark(name), other.mark(name))
      guard found?.value != expected?.value else { return nil }
      return expected?.complaint ?? found?.complaint
        ?? "found \(name) \(found?.value ?? "none"), expected \(expected?.value ?? "none")"
    }
    return complaints.isEmpty ? nil : complaints.joined(separator: "; ")
  }

  private func mark(_ name: String) -> Mark? { marks.first { $0.name == name } }
}
