public import Reports

/// What changed between two results of the same command.
public struct DiffReport: Report {
  /// One of the two results.
  public struct Side: Encodable, Sendable {
    /// Path as given.
    public var path: String
    /// The command line that made it.
    public var arguments: [String]
  }

  /// A value that differs.
  public struct Change: Sendable {
    /// Where it stands in the document, e.g. `npu.components[network].energy_J.nominal`.
    public var path: String
    /// The value on the left; `nil` where there is none.
    public var left: JSONValue?
    /// The value on the right; `nil` where there is none.
    public var right: JSONValue?
    /// (right − left)/√(σ²_left + σ²_right) of an estimate; `nil` for what has no standard errors.
    public var standardErrors: Double?

    /// right − left, where both are numbers.
    public var difference: Double? {
      guard let left = left?.number, let right = right?.number else { return nil }
      return right - left
    }

    /// (right − left)/|left|, where both are numbers and the left is not 0.
    public var relative: Double? {
      guard let difference, let left = left?.number, left != 0 else { return nil }
      return difference / abs(left)
    }
  }

  /// A list of numbers (an output, a series) on both sides.
  public struct VectorChange: Sendable {
    /// Where it stands.
    public var path: String
    /// Cosine between the two; `nil` if their lengths differ or one is zero.
    public var cosine: Double?
    /// Largest difference of an element; `nil` if the lengths differ.
    public var largestDifference: Double?
  }

  /// Changes that belong together.
  public struct Group: Sendable {
    /// Key of the JSON document, e.g. `settings`.
    public var key: String
    /// Heading of the terminal's table.
    public var title: String
    /// Unit of the values; empty if they have none or several.
    public var unit: String
    /// The changes, in the order of the report.
    public var changes: [Change]
  }

  /// The layout of both documents.
  public var schema: String
  /// The two results.
  public var left: Side
  /// The two results.
  public var right: Side
  /// Changes by section; sections without changes are there, empty.
  public var sections: [Group]
  /// Lists that differ.
  public var vectors: [VectorChange]
  /// Estimates (values with standard errors) that are on both sides.
  public var estimates = 0
  /// What was measured with a clock while the program computed, where it differs.
  public var times: [Change] = []
  /// Whether the report lists `times`.
  public var showsTimes = false

  /// Whether nothing but the provenance and measured times differs.
  public var isSame: Bool { vectors.isEmpty && sections.allSatisfy(\.changes.isEmpty) }
}
