import ByteFormats

/// What a unit measures: exponents of the base symbols.
package struct Dimension: Hashable, Sendable, CustomStringConvertible {
  private var exponents: [String: Int]

  /// A dimension from exponents of base symbols; zero exponents are dropped.
  init(_ exponents: [String: Int]) { self.exponents = exponents.filter { $0.value != 0 } }

  package static let none = Dimension([:])
  package static let energy = Dimension(["J": 1])
  package static let power = Dimension(["J": 1, "s": -1])
  package static let time = Dimension(["s": 1])
  package static let frequency = Dimension(["s": -1])
  package static let information = Dimension(["bit": 1])
  package static let informationRate = Dimension(["bit": 1, "s": -1])
  package static let floatingWork = Dimension(["FLOP": 1])
  package static let floatingRate = Dimension(["FLOP": 1, "s": -1])
  package static let energyPerFloatingWork = Dimension(["J": 1, "FLOP": -1])
  package static let energyPerInformation = Dimension(["J": 1, "bit": -1])
  package static let nats = Dimension(["nat": 1])
  package static let length = Dimension(["mm": 1])
  package static let voltage = Dimension(["V": 1])
  package static let temperature = Dimension(["K": 1])

  static func * (left: Dimension, right: Dimension) -> Dimension {
    Dimension(left.exponents.merging(right.exponents, uniquingKeysWith: +))
  }

  var inverse: Dimension { Dimension(exponents.mapValues { -$0 }) }

  /// The name of the dimension with its unit, for messages.
  package var description: String { Self.names[self] ?? "a quantity in \(symbol)" }

  /// The SI symbol of the dimension, e.g. `bit/s`.
  package var symbol: String {
    if self == .power { return "W" }
    if self == .frequency { return "Hz" }
    let above = exponents.filter { $0.value > 0 }.keys.sorted().joined(separator: "·")
    let below = exponents.filter { $0.value < 0 }.keys.sorted().joined(separator: "/")
    if exponents.isEmpty { return "1" }
    return (above.isEmpty ? "1" : above) + (below.isEmpty ? "" : "/" + below)
  }

  private static let names: [Dimension: String] = [
    .none: "a plain number (unit 1)", .energy: "an energy (J)", .power: "a power (W)",
    .time: "a time (s)", .frequency: "a frequency (Hz)", .information: "an amount of data (bit, B)",
    .informationRate: "a data rate (bit/s, B/s)", .floatingWork: "an amount of work (FLOP)",
    .floatingRate: "a rate of work (FLOP/s)",
    .energyPerFloatingWork: "an energy per operation (J/FLOP)",
    .energyPerInformation: "an energy per data (J/bit, J/B)", .nats: "a score range (nat)",
    .length: "a length (mm, um, nm)", .voltage: "a voltage (V)", .temperature: "a temperature (K)",
  ]
}

/// A unit as written in a description, e.g. `fJ`, `GB/s`, `pJ/FLOP`: an SI prefix a…P on one of the
/// bases J, W, s, Hz, bit, B, FLOP, OP, K, V, nat, on mm, um, nm, or `1`; one division is allowed.
package struct PhysicalUnit: Sendable, Equatable {
  /// What it measures.
  package var dimension: Dimension
  /// One of this unit in SI base units (bits for data).
  package var scale: Double

  /// Reads a unit.
  ///
  /// - Returns: `nil` if the text is no unit.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let numerator = Self.factor(parts[0]) else { return nil }
    self = numerator
    guard parts.count == 2 else { return }
    guard parts[1] != "1", let denominator = Self.factor(parts[1]) else { return nil }
    dimension = dimension * denominator.dimension.inverse
    scale /= denominator.scale
  }

  private init(_ dimension: Dimension, _ scale: Double) {
    self.dimension = dimension
    self.scale = scale
  }

  private static func factor(_ text: String) -> PhysicalUnit? {
    if let base = bases[text] { return base }
    guard let first = text.first, let prefix = prefixes[first] else { return nil }
    let rest = String(text.dropFirst())
    guard let base = bases[rest], prefixable.contains(rest) else { return nil }
    return PhysicalUnit(base.dimension, base.scale * prefix)
  }

  private static let bases: [String: PhysicalUnit] = [
    "1": .init(.none, 1), "J": .init(.energy, 1), "W": .init(.power, 1), "s": .init(.time, 1),
    "Hz": .init(.frequency, 1), "bit": .init(.information, 1), "B": .init(.information, 8),
    "FLOP": .init(.floatingWork, 1), "OP": .init(Dimension(["OP": 1]), 1),
    "K": .init(.temperature, 1), "nat": .init(.nats, 1),
    "mm": .init(.length, 1), "um": .init(.length, 1e-3), "nm": .init(.length, 1e-6),
    "V": .init(.voltage, 1),
  ]
  private static let prefixable: Set<String> = [
    "J", "W", "s", "Hz", "bit", "B", "FLOP", "OP", "K", "V",
  ]
  /// By their one character; micro also as the Greek letter and as `u`.
  private static let prefixes: [Character: Double] = {
    var factors: [Character: Double] = ["u": 1e-6, "μ": 1e-6]
    for prefix in SIPrefix.all {
      if let first = prefix.symbol.first { factors[first] = prefix.factor }
    }
    return factors
  }()

  /// A value in SI units with a readable prefix, e.g. `7.09 fJ`.
  package static func readable(_ value: Double, _ dimension: Dimension) -> String {
    let symbol = dimension.symbol
    // Millimetres have their prefix; what is as small as a transistor is told in nanometres.
    if dimension == .length, value != 0, abs(value) < 0.01 { return "\(short(value * 1e6)) nm" }
    let plain = dimension == .none || dimension == .nats || dimension == .length
    guard value != 0, !plain else {
      return plain && symbol == "1" ? short(value) : "\(short(value)) \(symbol)"
    }
    // A little slack, so that 0.1 + 0.2 style rounding does not print 1000 of the smaller prefix.
    let prefix =
      SIPrefix.all.last { abs(value) >= $0.factor * (1 - 1e-9) } ?? SIPrefix.all[0]
    return "\(short(value / prefix.factor)) \(prefix.symbol)\(symbol)"
  }

  /// The same with bytes behind large amounts and rates of data, in which memories are bought: `400 Mbit (50 MB)`.
  static func listed(_ value: Double, _ dimension: Dimension) -> String {
    let text = readable(value, dimension)
    guard dimension == .information || dimension == .informationRate, value >= 8e6 else {
      return text
    }
    let bytes = value / 8
    let prefix = SIPrefix.all.last { bytes >= $0.factor * (1 - 1e-9) } ?? SIPrefix.all[0]
    return "\(text) (\(short(bytes / prefix.factor)) \(prefix.symbol)B"
      + (dimension == .informationRate ? "/s)" : ")")
  }

  /// A number with at most five significant digits and without trailing zeros.
  package static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    var magnitude = 0
    var rest = abs(value)
    while rest >= 10 {
      rest /= 10
      magnitude += 1
    }
    while rest < 1 {
      rest *= 10
      magnitude -= 1
    }
    // Whole numbers (counts) keep all their digits.
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    if magnitude < -4 || magnitude > 14 { return "\(value)" }
    let decimals = max(0, 4 - magnitude)
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int64(rounded)) : "\(rounded)"
  }
}
