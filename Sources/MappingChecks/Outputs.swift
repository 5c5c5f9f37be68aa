public import SampleStatistics

/// What outputs of a chip and of the reference have in common.
public enum Outputs {
  /// Cosine of two outputs; 0 where one of them is zero.
  ///
  /// - Throws: `StatisticsError` for outputs of different widths, and for numbers that are not finite.
  public static func cosine(
    _ left: [Float], _ right: [Float]
  ) throws(StatisticsError) -> Double {
    do { return try SampleStatistics.cosine(left, right) } catch {
      guard error == .noVariation else { throw error }
      return 0
    }
  }

  /// Refuses outputs that are not finite.
  ///
  /// - Parameters:
  ///   - output: of a text.
  ///   - machine: what made it, in words.
  ///   - text: the text's place.
  /// - Throws: `MappingError.notFinite`.
  public static func checkFinite(
    _ output: [Float], of machine: String, text: Int
  ) throws(MappingError) {
    guard let index = output.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(text: text, output: index, machine: machine, value: output[index])
  }
}
