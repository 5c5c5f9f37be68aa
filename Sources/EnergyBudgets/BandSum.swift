import HardwareSpecs

/// A compensated sum (Neumaier 1974): its error does not grow with the number of terms.
struct CompensatedSum {
  private var sum = 0.0
  private var correction = 0.0

  mutating func add(_ term: Double) {
    let next = sum + term
    correction += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  var value: Double { sum + correction }
}

/// A sum of bands, each end compensated.
struct BandSum {
  private var low = CompensatedSum()
  private var nominal = CompensatedSum()
  private var high = CompensatedSum()

  mutating func add(_ band: Band) {
    low.add(band.low)
    nominal.add(band.nominal)
    high.add(band.high)
  }

  var value: Band { Band(low: low.value, nominal: nominal.value, high: high.value) }
}
