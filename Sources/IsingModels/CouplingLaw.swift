internal import RandomStreams

/// How the coupling of each link is chosen.
public enum CouplingLaw: Sendable, Equatable {
  /// J everywhere.
  case uniform(Double)
  /// +J with a probability, else −J (Edwards and Anderson's ±J model).
  case plusMinus(Double, probabilityOfPlus: Double)
  /// Normal with a mean and a standard deviation.
  case gaussian(mean: Double, deviation: Double)

  /// - Throws: `ModelError.outOfRange` for a probability outside 0 … 1 or a negative deviation,
  ///   `ModelError.notFinite` for numbers that are none.
  func check() throws(ModelError) {
    switch self {
    case .uniform(let j): try Self.checkFinite("coupling", j)
    case .plusMinus(let j, let probability):
      try Self.checkFinite("coupling", j)
      guard probability >= 0, probability <= 1 else {
        throw .outOfRange(
          "probability of a positive coupling", probability, expected: "a number from 0 to 1")
      }
    case .gaussian(let mean, let deviation):
      try Self.checkFinite("mean coupling", mean)
      try Self.checkDeviation("deviation of couplings", deviation)
    }
  }

  static func checkFinite(_ what: String, _ value: Double) throws(ModelError) {
    guard value.isFinite else { throw .notFinite(what, value) }
  }

  static func checkDeviation(_ what: String, _ value: Double) throws(ModelError) {
    guard value >= 0, value.isFinite else {
      throw .outOfRange(what, value, expected: "a number from 0")
    }
  }

  /// The coupling of one link.
  func draw(_ key: StreamKey, link: Int) -> Double {
    switch self {
    case .uniform(let j): return j
    case .plusMinus(let j, let probability):
      var stream = RandomStream(key, site: UInt32(link))
      return stream.uniform() < probability ? j : -j
    case .gaussian(let mean, let deviation):
      var stream = RandomStream(key, site: UInt32(link))
      return mean + deviation * stream.normal()
    }
  }
}

/// How the field of each site is chosen.
public enum FieldLaw: Sendable, Equatable {
  /// h everywhere.
  case uniform(Double)
  /// Normal with a mean and a standard deviation.
  case gaussian(mean: Double, deviation: Double)

  func check() throws(ModelError) {
    switch self {
    case .uniform(let h): try CouplingLaw.checkFinite("field", h)
    case .gaussian(let mean, let deviation):
      try CouplingLaw.checkFinite("mean field", mean)
      try CouplingLaw.checkDeviation("deviation of fields", deviation)
    }
  }
}

extension Lattice {
  /// The Ising model with couplings and fields from laws. Where a link crosses an antiperiodic
  /// boundary, the drawn coupling's sign is turned.
  ///
  /// The coupling of link k depends on the seed, the realisation and k alone (purpose `coupling`,
  /// stage 0, stream k), the field of site i likewise (stage 1, stream i).
  /// - Parameters:
  ///   - couplings: the law of couplings.
  ///   - fields: the law of fields.
  ///   - seed: the user's seed; laws without chance do not need it.
  ///   - realisation: which of many samples of the disorder.
  /// - Throws: `ModelError` for laws with numbers out of range.
  public func model(
    couplings: CouplingLaw, fields: FieldLaw = .uniform(0), seed: UInt64 = 0,
    realisation: UInt32 = 0
  ) throws(ModelError) -> IsingModel {
    try couplings.check()
    try fields.check()
    let key = StreamKey(seed: seed, purpose: .coupling, stage: 0, replica: realisation)
    var bonds: [Bond] = []
    bonds.reserveCapacity(links.count)
    for (k, link) in links.enumerated() {
      bonds.append(
        Bond(
          Int(link.first), Int(link.second), couplings.draw(key, link: k) * Double(link.sign)))
    }
    let values: [Double] =
      switch fields {
      case .uniform(let h): Array(repeating: h, count: siteCount)
      case .gaussian(let mean, let deviation):
        (0..<siteCount).map { site in
          var stream = RandomStream(
            StreamKey(seed: seed, purpose: .coupling, stage: 1, replica: realisation),
            site: UInt32(site))
          return mean + deviation * stream.normal()
        }
      }
    return try IsingModel(spinCount: siteCount, bonds: bonds, fields: values)
  }
}
