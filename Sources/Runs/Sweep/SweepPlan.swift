import Foundation
import SampleStatistics

/// What a sweep varies, what it runs, and what it takes from each result.
public struct SweepPlan: Sendable {
  /// How points are chosen.
  enum Design: String, CaseIterable, Sendable {
    /// All combinations.
    case grid
    case latinHypercube = "latin-hypercube"
    case sobol
  }

  /// A quantity that is varied.
  struct Parameter: Sendable {
    /// Its name, in `{}` in the command.
    var name: String
    /// The key of the chip that it sets; `nil` for a word of the command alone.
    var key: String?
    /// The unit of the key's figure; empty for none.
    var unit: String
    /// Values or words, one after another; empty for a range.
    var values: [String]
    /// The ends of a range.
    var range: ClosedRange<Double>
    /// Values of a range in a grid.
    var steps: Int
    /// Whether equal steps are equal factors.
    var isLogarithmic: Bool
    /// Whether values are rounded to whole numbers.
    var isWhole: Bool

    /// The value at a place from 0 to 1 of its range or list.
    func value(at place: Double) -> String {
      guard values.isEmpty else {
        return values[min(values.count - 1, Int(max(0, min(place, 1)) * Double(values.count)))]
      }
      let (low, high) = (range.lowerBound, range.upperBound)
      let value =
        isLogarithmic ? low * pow(high / low, place) : low + (high - low) * place
      // The ends are those of the file, whatever rounding does in between.
      let kept = min(max(value, low), high)
      return isWhole ? String(format: "%.0f", kept.rounded()) : "\(kept)"
    }

    /// Values in a grid.
    var gridCount: Int { values.isEmpty ? steps : values.count }

    /// The value of a grid.
    func gridValue(_ index: Int) -> String {
      values.isEmpty
        ? value(at: steps > 1 ? Double(index) / Double(steps - 1) : 0) : values[index]
    }
  }

  /// What is taken from a result.
  struct Output: Sendable {
    /// What is wanted of it.
    enum Goal: String, CaseIterable, Sendable { case smallest, largest }
    var name: String
    var unit: String
    var value: ResultFormula
    /// `nil` where it takes no part in the front.
    var goal: Goal?
  }

  /// Its name.
  public var name: String
  /// The arguments, with `{NAME}` for values of parameters and `{chip}` for the file of the point's chip.
  var command: String
  /// The description that keys of parameters change; `nil` for none.
  var chip: String?
  var design: Design
  var parameters: [Parameter]
  var outputs: [Output]
  /// Values by point, in the order of the parameters.
  package var points: [[String]]

  /// The format of the files.
  static let format = "ising-npu-sweep/1"
  /// The most points.
  package static let mostPoints = 100_000
  /// The name of a command's document in formulas.
  static let document = "result"

  /// The arguments of a point.
  func words(_ point: [String], chipFile: String?) -> [String] {
    CommandRun.words(command).map { word in
      var word = word
      for (parameter, value) in zip(parameters, point) {
        word = word.replacing("{\(parameter.name)}", with: value)
      }
      return chipFile.map { word.replacing("{chip}", with: $0) } ?? word
    }
  }

  /// All points of a design.
  ///
  /// - Throws: `StatisticsError` for numbers out of range.
  static func points(
    _ design: Design, of parameters: [Parameter], count: Int, seed: UInt32
  ) throws(StatisticsError) -> [[String]] {
    let places: [[Double]]
    switch design {
    case .grid:
      var points: [[String]] = [[]]
      for parameter in parameters {
        points = points.flatMap { point in
          (0..<parameter.gridCount).map { point + [parameter.gridValue($0)] }
        }
      }
      return points
    case .latinHypercube:
      places = try DesignPoints.latinHypercube(
        count: count, dimensions: parameters.count, seed: seed)
    case .sobol:
      places = try DesignPoints.sobol(count: count, dimensions: parameters.count)
    }
    return places.map { place in zip(parameters, place).map { $0.value(at: $1) } }
  }
}
