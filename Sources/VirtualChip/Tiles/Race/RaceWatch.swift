import CriticalControl
import RandomStreams

/// The counts of firings of a race's heads, as a thermostat's estimators take them in: nothing else of the chip.
final class RaceWatch {
  private let sensor: CountEntropy
  private let only: Set<Int>?
  private var readings: [CountReading]

  /// Estimators that have seen nothing.
  /// - Parameters:
  ///   - heads: of the race.
  ///   - only: heads that race; `nil` for all.
  ///   - sensor: how counts become an entropy.
  init(heads: Int, only: Set<Int>? = nil, sensor: CountEntropy) {
    self.sensor = sensor
    self.only = only
    readings = Array(repeating: CountReading(), count: heads)
  }

  /// Whether a head races.
  func takes(_ head: Int) -> Bool { only?.contains(head) ?? true }

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - weights: counts of firings, or shares where nothing is drawn.
  ///   - count: keys.
  ///   - head: whose row.
  ///   - isDrawn: whether they are counts.
  func take(_ weights: Span<Float>, count: Int, head: Int, isDrawn: Bool) {
    var own: [Double] = []
    own.reserveCapacity(count)
    for index in 0..<count where weights[index] > 0 { own.append(Double(weights[index])) }
    if isDrawn {
      readings[head].add(counts: own.map { Int(counting: $0) }, by: sensor)
    } else {
      let sum = own.reduce(0, +)
      readings[head].add(shares: own.map { $0 / sum })
    }
  }

  /// A head's reading.
  /// - Parameter beta: as set.
  func reading(of head: Int, at beta: Double) -> EntropyReading? {
    readings[head].reading(at: beta)
  }

  /// Mean entropies by head; 0 for those without rows.
  var entropies: [Double] { readings.map { $0.reading(at: 1)?.entropy ?? 0 } }
}

/// A head of a race after a text.
public struct HeadState: Sendable, Equatable {
  /// The race's place in the program.
  public let instruction: Int
  /// Its layer.
  public let layer: Int?
  /// Its number in the race.
  public let head: Int
  /// Factor on the program's β that the thermostat has set; 1 without one.
  public let beta: Double
  /// Mean entropy of its rows in nats, from counts.
  public let entropy: Double
}

extension RunSettings {
  /// How the counts of this run's agents become entropies.
  var entropySensor: CountEntropy { draws == .systematic ? .plugIn : .grassberger }
}
