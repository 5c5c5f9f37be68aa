/// Inverse temperatures from the words of the command line.
public enum BetaList {
  /// The most temperatures of one run.
  static let mostTemperatures = 1000

  /// The values of `--beta` or `--temperature`, ascending in β, without repetitions.
  ///
  /// Each word is a number, or `start:end:count` for equally spaced numbers. Without any word, β is
  /// the critical value of the square lattice.
  ///
  /// - Throws: `LatticeStudyError.option`.
  public static func betas(
    betas: [String], temperatures: [String]
  ) throws(LatticeStudyError) -> [Double] {
    guard betas.isEmpty || temperatures.isEmpty else {
      throw .option("found --beta and --temperature, expected one of them")
    }
    var values: [Double] = []
    for word in betas { values += try numbers(in: word, option: "beta") }
    for word in temperatures {
      for value in try numbers(in: word, option: "temperature") {
        guard value > 0 else {
          throw .option("temperature: found \(value), expected a number above 0")
        }
        values.append(1 / value)
      }
    }
    if values.isEmpty { values = [0.44] }
    guard values.count <= mostTemperatures else {
      throw .option("found \(values.count) temperatures, expected at most \(mostTemperatures)")
    }
    if let bad = values.first(where: { !($0 >= 0 && $0 <= 1e6) }) {
      throw .option("beta: found \(bad), expected a number from 0 to 10⁶")
    }
    return Array(Set(values)).sorted()
  }

  private static func numbers(
    in word: String, option: String
  ) throws(LatticeStudyError) -> [Double] {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1, let value = Double(word), value.isFinite { return [value] }
    guard parts.count == 3, let start = Double(parts[0]), let end = Double(parts[1]),
      let count = Int(parts[2]), start.isFinite, end.isFinite, (2...mostTemperatures) ~= count
    else {
      throw .option(
        "\(option): found '\(word)', expected a number or start:end:count with a count from 2 to "
          + "\(mostTemperatures)")
    }
    return (0..<count).map { start + (end - start) * Double($0) / Double(count - 1) }
  }
}
