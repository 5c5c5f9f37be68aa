/// The name of a lattice: everything that decides its sites and links.
public struct LatticeDescription: Sendable, Equatable {
  /// The largest number of sites, 2²⁶: their positions alone take 2 GiB.
  public static let largestSiteCount = 1 << 26
  /// The largest number of links, 2²⁷: 1.5 GiB.
  public static let largestLinkCount = 1 << 27

  /// Which kind.
  public var family: LatticeFamily
  /// Its sizes, slowest axis first; see `LatticeFamily.sizeForm`.
  public var sizes: [Int]
  /// How its ends meet; nil for the family's default.
  public var boundary: Boundary?
  /// Its other numbers; the default value stands for one that is not given.
  public var parameters: [LatticeParameter: Double]
  /// The seed of random graphs.
  public var seed: UInt64

  /// Names a lattice. Whether it exists is found out by `Lattice.init(_:)`.
  public init(
    _ family: LatticeFamily, sizes: [Int]? = nil, boundary: Boundary? = nil,
    parameters: [LatticeParameter: Double] = [:], seed: UInt64 = 0
  ) {
    self.family = family
    self.sizes = sizes ?? family.defaultSizes
    self.boundary = boundary
    self.parameters = parameters
    self.seed = seed
  }

  /// The sizes of a text such as `64` or `64x32`.
  /// - Throws: `LatticeError.sizeText` unless the text has whole numbers from 1 joined by `x` or `×`.
  public static func sizes(from text: String) throws(LatticeError) -> [Int] {
    var sizes: [Int] = []
    for word in text.split(omittingEmptySubsequences: false, whereSeparator: { "x×X".contains($0) })
    {
      guard word.allSatisfy({ $0.isASCII && $0.isNumber }), let size = Int(word), size >= 1 else {
        throw .sizeText(text)
      }
      sizes.append(size)
    }
    return sizes
  }

  /// A parameter's value, given or by default.
  func value(_ parameter: LatticeParameter) -> Double {
    parameters[parameter] ?? parameter.defaultValue
  }

  /// A parameter that must be a whole number in a range.
  func wholeValue(
    _ parameter: LatticeParameter, in range: ClosedRange<Int>
  ) throws(LatticeError) -> Int {
    guard let whole = Int(exactly: value(parameter)), range.contains(whole) else {
      let expected =
        range.upperBound >= Int(Int32.max)
        ? "a whole number from \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
      throw .parameter(family, parameter, found: value(parameter), expected: expected)
    }
    return whole
  }

  /// The sizes for a number of axes; one size stands for all.
  func axes(_ count: Int, least: Int = 2) throws(LatticeError) -> [Int] {
    let axes = sizes.count == 1 ? Array(repeating: sizes[0], count: count) : sizes
    guard axes.count == count else {
      throw .sizeCount(family, found: sizes, expected: family.sizeForm)
    }
    if let small = axes.first(where: { $0 < least }) {
      throw .size(family, found: small, expected: "at least \(least)")
    }
    return axes
  }

  /// The only size.
  func onlySize(least: Int) throws(LatticeError) -> Int {
    guard sizes.count == 1 else {
      throw .sizeCount(family, found: sizes, expected: family.sizeForm)
    }
    return try axes(1, least: least)[0]
  }

  /// Throws unless the boundary and the parameters are among the family's.
  func checkChoices() throws(LatticeError) {
    if let boundary, !family.boundaries.contains(boundary) {
      throw .boundary(family, found: boundary, supported: family.boundaries)
    }
    // In the order of the cases, so that the same mistake has the same message.
    for parameter in LatticeParameter.allCases
    where parameters[parameter] != nil && !family.parameters.contains(parameter) {
      throw .unusedParameter(family, found: parameter, expected: family.parameters)
    }
  }

  /// Throws unless so many sites and links can be held; nil for a number beyond Int.
  func checkCounts(sites: Int?, links: Int?) throws(LatticeError) {
    let counts = [
      ("sites", sites, Self.largestSiteCount), ("links", links, Self.largestLinkCount),
    ]
    for (quantity, count, limit) in counts where count ?? .max > limit {
      throw .tooLarge(family, quantity: quantity, found: count ?? .max, limit: limit)
    }
  }
}

/// The product of numbers, or nil beyond Int.
func product(_ numbers: [Int]) -> Int? {
  var product = 1
  for number in numbers {
    let (next, overflow) = product.multipliedReportingOverflow(by: number)
    if overflow { return nil }
    product = next
  }
  return product
}
