import Foundation
import Jobs
public import Sampling

/// What `anneal` is asked to do.
public struct AnnealRequest: Sendable {
  /// Path of the problem's file.
  public var file: String
  /// Name of its format; `nil` to find it from the file.
  public var format: String?
  /// What the file means, where its format leaves that open; else `nil`.
  public var kind: String?
  /// The method with its options.
  public var method: CatalogueRequest
  /// Length of a read; `nil` for the default, or lengths that grow where time is the limit.
  public var sweeps: Int?
  /// Number of reads; `nil` for the default, or no limit where time is the limit.
  public var reads: Int?
  /// Time limit in seconds.
  public var seconds: Double?
  /// A cut or an objective at which to stop.
  public var target: Double?
  /// Whether reads go on after the target was reached.
  public var makesAllReads: Bool
  /// Whether the model is simplified first.
  public var presolves: Bool
  /// Whether the spins of all reads are kept, for files.
  public var keepsSamples: Bool
  /// Seed of all streams.
  public var seed: UInt64
  /// Threads.
  public var threads: Int
  /// Arguments of the command.
  public var arguments: [String]

  /// Creates a request.
  public init(
    file: String, format: String?, kind: String?, method: CatalogueRequest, sweeps: Int?,
    reads: Int?,
    seconds: Double?, target: Double?, makesAllReads: Bool, presolves: Bool, keepsSamples: Bool,
    seed: UInt64, threads: Int, arguments: [String]
  ) {
    self.file = file
    self.format = format
    self.kind = kind
    self.method = method
    self.sweeps = sweeps
    self.reads = reads
    self.seconds = seconds
    self.target = target
    self.makesAllReads = makesAllReads
    self.presolves = presolves
    self.keepsSamples = keepsSamples
    self.seed = seed
    self.threads = threads
    self.arguments = arguments
  }
}

extension AnnealRequest {
  /// Reads of a run that nothing else limits.
  static let defaultReads = 64
  /// Sweeps of a read that nothing else limits.
  static let defaultSweeps = 1000

  /// Refuses numbers out of range and options that would be ignored.
  ///
  /// - Throws: `OptionError`.
  func check() throws(OptionError) {
    for (name, value, range) in [
      ("sweeps", sweeps, 1...1_000_000_000), ("reads", reads, 1...100_000_000),
    ] {
      guard let value, !range.contains(value) else { continue }
      throw OptionError(
        "\(name): found \(value), expected \(range.lowerBound) to \(range.upperBound)")
    }
    // NaN is in no range.
    if let seconds, !(seconds > 0 && seconds <= 1e7) {
      throw OptionError("seconds: found \(seconds), expected a number above 0, up to 10⁷")
    }
    if let target, !target.isFinite {
      throw OptionError("target: found \(target), expected a finite number")
    }
    guard target != nil || !makesAllReads else {
      throw OptionError("all-reads: found no --target, expected it")
    }
  }
}
