/// Entries whose variables are any whole numbers, as in dimod's COO: the variables are those that are
/// named, in ascending order.
struct LabelledEntries {
  private var first: [Int] = []
  private var second: [Int] = []
  private var values: [Double] = []

  mutating func reserve(_ count: Int) {
    first.reserveCapacity(count)
    second.reserveCapacity(count)
    values.reserveCapacity(count)
  }

  mutating func add(_ u: Int, _ v: Int, _ value: Double) {
    first.append(u)
    second.append(v)
    values.append(value)
  }

  /// The names in ascending order; nil where they are 0 … N − 1.
  ///
  /// Numbers in the order of their number of entries are found in a table; far larger ones by sorting.
  private func names() -> (names: [Int]?, count: Int) {
    guard let largest = first.lazy.map({ $0 }).max().map({ max($0, second.max() ?? 0) }) else {
      return (nil, 0)
    }
    if largest < NumberedPlaces.limit(count: first.count) {
      var isNamed = [Bool](repeating: false, count: largest + 1)
      for u in first { isNamed[u] = true }
      for v in second { isNamed[v] = true }
      let names = isNamed.indices.filter { isNamed[$0] }
      return (names.count == largest + 1 ? nil : names, names.count)
    }
    var sorted = first + second
    sorted.sort()
    var names: [Int] = []
    for name in sorted where names.last != name { names.append(name) }
    return (names, names.count)
  }

  /// The problem; entries of a variable with itself are linear.
  ///
  /// - Parameters:
  ///   - settings: what comments say about the whole objective.
  ///   - warnings: what its reader found.
  consuming func problem(
    fileName: String, kind: IsingProblem.Kind, settings: CommentSettings, warnings: [String] = []
  ) throws(ProblemFileError) -> IsingProblem {
    let (names, count) = names()
    var entries = try ProblemEntries(fileName: fileName, kind: kind, spinCount: count)
    entries.take(settings)
    warnings.forEach { entries.warn($0) }
    if let warning = settings.warning(fileName: fileName) { entries.warn(warning) }
    entries.pairs.reserveCapacity(values.count)
    let places = NumberedPlaces(names ?? [])
    for k in values.indices {
      let u = names == nil ? first[k] : places[first[k]] ?? 0
      let v = names == nil ? second[k] : places[second[k]] ?? 0
      if u == v { entries.add(u, values[k]) } else { entries.add(u, v, values[k]) }
    }
    return try entries.problem(labels: names?.map { .integer($0) })
  }
}
