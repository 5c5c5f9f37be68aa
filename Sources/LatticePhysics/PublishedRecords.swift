import Jobs
import Synchronization

/// Records of large chains while they grow: a sweep may take longer than anybody waits after Ctrl-C.
final class PublishedRecords: Sendable {
  /// Chains of more sites keep their records here: a sweep of fewer is over in some hundredths of a second.
  static let leastSites = 1 << 21
  /// How long the end of a sweep is waited for after Ctrl-C.
  private static let patience: Duration = .milliseconds(300)

  private let records = Mutex<[ChainKey: ChainRecord]>([:])

  /// Keeps what a chain has so far. With two measurements there is something to report.
  func keep(_ record: ChainRecord, of key: ChainKey) {
    records.withLock { $0[key] = record }
    if record.energies.count >= 2 { Interruption.keep() }
  }

  /// The records of a job; after Ctrl-C those that are there soon.
  func records(
    of job: ChainJob, keys: [ChainKey], by runner: JobRunner
  ) throws(LatticeStudyError) -> [ChainRecord] {
    var patience = Patience(Self.patience, isAsked: runner.isInterrupted)
    let result = PatientWait.value(until: { patience.isOver() }) {
      Result { () throws(LatticeStudyError) in try runner.outputs(of: job, keys: keys).first }
    }
    if let result { return try result.get() }
    let found = records.withLock { $0 }
    // Up to the first that has none: keys and records go together.
    return keys.prefix { found[$0] != nil }.compactMap { found[$0] }
  }
}
