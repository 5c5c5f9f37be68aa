import ByteFormats
internal import ExecutionRecords

/// Reads a device of format `ising-npu-device/1`.
enum DeviceSpecReader {
  static let format = "ising-npu-device/1"

  /// A device and its listing.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  static func read(
    bytes: [UInt8], file: String
  ) throws(SpecError) -> (device: DeviceSpec, listing: SpecListing) {
    let document = try SpecDocument(bytes: bytes, file: file)
    let top = SpecMapping(document.root, path: "", in: document)
    SpecReading.checkFormat(top, format)
    let name = top.text("name") ?? ""
    let summary = top.text("summary") ?? ""
    let precision: Precision = top.choice("precision", default: .fp16)
    let compute = top.mapping("compute").flatMap { Self.compute($0, precision) }
    let memory = top.mapping("memory").flatMap(Self.memory)
    let launch = top.price("launch_latency", [.time], required: true)
    let energy = top.mapping("energy").flatMap(Self.energy)
    top.finish()
    try document.throwProblems()
    guard let compute, let memory, let launch, let energy else {
      // All are required, so a missing one has thrown above.
      preconditionFailure("\(file): a required part is nil without a reported problem")
    }
    let device = DeviceSpec(
      name: name, summary: summary, bytesPerElement: precision.bytes,
      precision: precision.rawValue, compute: compute, memory: memory, launchLatency_s: launch,
      energy: energy, hash: SHA256.hexDigest(of: bytes))
    let listing = SpecListing(
      name: name, kind: .device, summary: summary, hash: device.hash,
      rows: document.rows + device.derivedRows, missingPrices: [])
    return (device, listing)
  }

  private enum Precision: String, CaseIterable {
    case fp16
    case tf32
    case fp32
    var bytes: Int { self == .fp16 ? 2 : 4 }
  }

  private static func compute(_ map: SpecMapping, _ precision: Precision) -> DeviceCompute? {
    defer { map.finish() }
    let fp16 = map.quantity("fp16_matrix_peak", .floatingRate, bounds: .positive)
    let tf32 = map.quantity("tf32_matrix_peak", .floatingRate, bounds: .positive)
    let fp32 = map.quantity("fp32_vector_peak", .floatingRate, bounds: .positive)
    let efficiency = map.quantity("matrix_efficiency", .none, bounds: .fraction)
    let half = map.price("matrix_half_work", [.floatingWork], required: true)
    guard let fp16, let tf32, let fp32, let efficiency, let half else { return nil }
    let peak =
      switch precision {
      case .fp16: fp16
      case .tf32: tf32
      case .fp32: fp32
      }
    return DeviceCompute(
      matrixPeak_perSecond: peak, tf32Peak_perSecond: tf32, vectorPeak_perSecond: fp32,
      matrixEfficiency: efficiency, matrixHalfWork_FLOP: half)
  }

  private static func memory(_ map: SpecMapping) -> DeviceMemory? {
    defer { map.finish() }
    let capacity = map.quantity("capacity", .information, bounds: .positive)
    let bandwidth = map.quantity("bandwidth", .informationRate, bounds: .positive)
    let cache = map.quantity("cache", .information, bounds: .positive)
    let cacheBandwidth = map.quantity("cache_bandwidth", .informationRate, bounds: .positive)
    var shares: [KernelTrace.Kind: Double] = [:]
    let shareMap = map.mapping("bandwidth_share")
    for kind in KernelTrace.Kind.allCases {
      shares[kind] = shareMap?.quantity(kind.rawValue, .none, bounds: .fraction)
    }
    shareMap?.finish()
    guard let capacity, let bandwidth, let cache, let cacheBandwidth else { return nil }
    return DeviceMemory(
      capacity_B: capacity / 8, bandwidth_BPerSecond: bandwidth / 8, cache_B: cache / 8,
      cacheBandwidth_BPerSecond: cacheBandwidth / 8, bandwidthShare: shares)
  }

  private static func energy(_ map: SpecMapping) -> DeviceEnergy? {
    defer { map.finish() }
    let matrix = map.price("matrix_flop", [.energyPerFloatingWork], required: true)
    let vector = map.price("vector_flop", [.energyPerFloatingWork], required: true)
    let memory = map.price("memory_byte", [.energyPerInformation], required: true)
    let onChip = map.price("on_chip_byte", [.energyPerInformation], required: true)
    let idle = map.price("idle", [.power], required: true)
    let active = map.price("active", [.power], bounds: .positive, required: true)
    let limit = map.quantity("power_limit", .power, bounds: .positive)
    guard let matrix, let vector, let memory, let onChip, let idle, let active, let limit else {
      return nil
    }
    if active.high >= limit {
      map.document.report(
        map.line(of: "active"), map.name("active"),
        found: "high \(PhysicalUnit.short(active.high)) W",
        expected: "less than power_limit, \(PhysicalUnit.short(limit)) W")
      return nil
    }
    return DeviceEnergy(
      matrixFLOP_J: matrix, vectorFLOP_J: vector, memoryByte_J: memory.scaled(by: 8),
      onChipByte_J: onChip.scaled(by: 8), idle_W: idle, active_W: active, limit_W: limit)
  }
}

extension Price {
  /// The same figure in a unit that is `factor` times larger (bits → bytes).
  func scaled(by factor: Double) -> Price {
    Price(
      low: low * factor, nominal: nominal * factor, high: high * factor, source: source,
      confidence: confidence, line: line)
  }
}

extension DeviceSpec {
  /// The derived rows of the listing.
  var derivedRows: [SpecRow] {
    func row(_ key: String, _ value: Double, _ dimension: Dimension, _ formula: String) -> SpecRow {
      SpecRow(
        section: "derived", key: key, value: value, unit: dimension.symbol,
        text: PhysicalUnit.readable(value, dimension), source: formula, confidence: .derived)
    }
    let sustained = compute.matrixPeak_perSecond * compute.matrixEfficiency
    return [
      row(
        "sustained_matrix_rate", sustained, .floatingRate, "peak × matrix_efficiency"),
      row(
        "matrix_ramp", compute.matrixHalfWork_FLOP.nominal / sustained, .time,
        "matrix_half_work / sustained_matrix_rate: constant time of a product besides its launch"),
      row(
        "power_at_sustained_matrix_rate",
        energy.active_W.nominal + sustained * energy.matrixFLOP_J.nominal, .power,
        "active + sustained_matrix_rate × matrix_flop, before the limit"),
      row(
        "power_at_memory_bandwidth",
        energy.active_W.nominal + memory.bandwidth_BPerSecond
          * (memory.bandwidthShare[.matrixProduct] ?? 1)
          * (energy.memoryByte_J.nominal + energy.onChipByte_J.nominal), .power,
        "active + bandwidth × share × (memory_byte + on_chip_byte), before the limit"),
    ]
  }
}
