import ByteFormats

/// Samples of a problem in the form that dimod reads:
/// `dimod.SampleSet.from_serializable(json.load(file))`.
///
/// JSON of schema 3.2.0: spins packed into 32-bit numbers, spin i in bit i mod 32 of number i / 32; the
/// objective of each sample as its energy; the problem's labels; SPIN, or BINARY with x = (1 + s)/2 for a
/// QUBO. Vertices of a maximum cut count from 0.
public struct SampleSetFile: Sendable {
  /// A remark about the whole set.
  public enum Remark: Sendable, Equatable {
    /// A finite number.
    case number(Double)
    /// A whole number.
    case integer(Int)
    /// A text.
    case text(String)
  }

  /// What was solved.
  public let problem: IsingProblem
  /// −1 or +1, one a spin; a row a sample.
  public let samples: [[Int8]]
  /// How often each sample was found.
  public let occurrences: [Int]
  /// dimod's `info`, in this order.
  public let info: [(key: String, value: Remark)]

  /// A set of samples.
  ///
  /// - Parameters:
  ///   - problem: what was solved.
  ///   - samples: rows of −1 or +1, one a spin.
  ///   - occurrences: at least 1, one a sample; nil for once each.
  ///   - info: different keys; numbers are finite.
  public init(
    problem: IsingProblem, samples: [[Int8]], occurrences: [Int]? = nil,
    info: [(key: String, value: Remark)] = []
  ) {
    let count = problem.model.spinCount
    precondition(samples.allSatisfy { $0.count == count }, "a sample without \(count) spins")
    precondition(
      occurrences.map { $0.count == samples.count } ?? true, "occurrences and samples differ")
    self.problem = problem
    self.samples = samples
    self.occurrences = occurrences ?? Array(repeating: 1, count: samples.count)
    self.info = info
  }

  /// The file's text.
  public func bytes() -> [UInt8] {
    let rows = samples.count
    let spinCount = problem.model.spinCount
    let energies = samples.map { "\(problem.objective(of: $0))" }
    let labels = problem.labels?.map(\.json) ?? (0..<spinCount).map { "\($0)" }
    let packed = samples.map { "[\(Self.packed($0).map(\.description).joined(separator: ", "))]" }
    let remarks = info.map { "\(JSONText.quoted($0.key)): \(Self.json($0.value))" }
    let text = """
      {"type": "SampleSet", "version": {"sampleset_schema": "3.2.0"}, \
      "num_variables": \(spinCount), "num_rows": \(rows), \
      "sample_data": \(array(packed, "uint32", [rows, ceilingDivide(spinCount, 32)])), \
      "sample_type": "int8", "sample_packed": true, "vectors": {\
      "energy": \(array(energies, "float64", [rows])), \
      "num_occurrences": \(array(occurrences.map(\.description), "int64", [rows]))}, \
      "variable_labels": [\(labels.joined(separator: ", "))], \
      "variable_type": "\(problem.kind == .qubo ? "BINARY" : "SPIN")", \
      "info": {\(remarks.joined(separator: ", "))}}

      """
    return Array(text.utf8)
  }

  /// An array of NumPy in dimod's JSON.
  private func array(_ values: [String], _ type: String, _ shape: [Int]) -> String {
    """
    {"type": "array", "data": [\(values.joined(separator: ", "))], "data_type": "\(type)", \
    "shape": \(shape), "use_bytes": false}
    """
  }

  private static func json(_ remark: Remark) -> String {
    switch remark {
    case .number(let value): value.isFinite ? "\(value)" : "null"
    case .integer(let value): "\(value)"
    case .text(let text): JSONText.quoted(text)
    }
  }

  /// 32 spins a number, the first in the lowest bit.
  private static func packed(_ spins: [Int8]) -> [UInt32] {
    stride(from: 0, to: spins.count, by: 32).map { start in
      var bits: UInt32 = 0
      for k in start..<min(start + 32, spins.count) where spins[k] > 0 { bits |= 1 << (k - start) }
      return bits
    }
  }
}
