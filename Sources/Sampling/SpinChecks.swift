internal import IsingModels

/// What samplers demand of their callers.
enum SpinChecks {
  /// One spin a site, −1 or +1.
  static func check(_ spins: [Int8], _ model: IsingModel) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    precondition(spins.allSatisfy { abs($0) == 1 }, "spins other than −1 and +1")
  }

  /// The same of each of at least one replica.
  static func check(_ spins: [[Int8]], _ model: IsingModel) {
    precondition(!spins.isEmpty, "no replicas")
    for spins in spins { check(spins, model) }
  }

  /// One source among `count` replicas for each of them.
  static func check(sources: [Int], _ count: Int) {
    precondition(sources.count == count, "\(sources.count) sources for \(count) replicas")
    precondition(sources.allSatisfy { $0 >= 0 && $0 < count }, "sources outside of 0 ..< \(count)")
  }
}
