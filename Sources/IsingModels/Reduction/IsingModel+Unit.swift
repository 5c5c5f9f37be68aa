extension IsingModel {
  /// The largest power of two that divides all couplings and fields; nil where all are 0.
  ///
  /// 1 or more for integers; what elimination leaves of them is a multiple of a power of ½.
  public var dyadicUnit: Double? {
    var exponent = Int.max
    for value in [bonds.map(\.coupling), fields].joined() where value != 0 {
      let trailing = value.significandBitPattern.trailingZeroBitCount
      // For a normal number the leading 1 stands before the 52 stored bits.
      exponent = min(exponent, Int(value.exponent) - 52 + min(trailing, 52))
    }
    return exponent == Int.max ? nil : Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// max_i |h_i| + Σ_j |J_ij|: no local field is larger.
  public var largestLocalField: Double {
    var sizes = fields.map(abs)
    for bond in bonds {
      sizes[Int(bond.first)] += abs(bond.coupling)
      sizes[Int(bond.second)] += abs(bond.coupling)
    }
    return sizes.max() ?? 0
  }
}
