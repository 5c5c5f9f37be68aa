package import HardwareSpecs

/// Fused attention on a device: heads of all sequences together, each with its own queries.
package struct AttentionWork: Sendable, Equatable {
  /// Sequences × query heads.
  package var heads: Double
  /// Sequences × heads of keys and values.
  package var keyHeads: Double
  /// Queries of a sequence.
  package var queries: Double
  /// Keys of a sequence.
  package var keys: Double
  /// Width of a head.
  package var size: Double
  /// Whether a query sees only the keys up to its own place.
  package var isCausal: Bool
  /// Whether keys and values are written to a cache, too.
  package var appends: Bool

  package init(
    heads: Double, keyHeads: Double, queries: Double, keys: Double, size: Double,
    isCausal: Bool = false, appends: Bool = false
  ) {
    (self.heads, self.keyHeads, self.queries) = (heads, keyHeads, queries)
    (self.keys, self.size, self.isCausal, self.appends) = (keys, size, isCausal, appends)
  }
}

extension AttentionLaw {
  /// Queries and keys that a tile takes at once, and the multiple that few queries are padded to.
  static let mostRows = 128.0
  static let padding = 16.0
  static let block = 64.0
  /// Tiles side by side on a unit.
  static let resident = 2.0
  /// Parts that the keys of one query may be cut into.
  static let parts = [1.0, 2, 4, 8, 16, 32, 64]
  /// Keys of a step, and width of a head, that `decodingStep_s` is for.
  static let decodingBlock = 128.0

  /// Seconds of fused attention on `units` units.
  ///
  /// With q queries in tiles of r = min(128, 16 ⌈q/16⌉) rows, g = ⌈q/r⌉ tiles a head, c = ⌈keys/64⌉ blocks of
  /// keys, of which a causal tile sees c̄ = c (g + 1)/(2g) on average:
  ///
  ///     ramp + max(⌈heads g/U⌉ c̄, c) T + bytes/(memory share · bandwidth) + ⌈heads g/(2U)⌉ wave (+ append)
  ///
  /// with T = 64 r (4 size U/(peak · efficiency) + score), bytes of queries, results, keys and values once,
  /// and three times those of keys and values where they go to a cache. One query of several keys, with a decoding
  /// part in the law: the least over s parts of
  ///
  ///     ramp + max(waves (⌈keys/(128 s)⌉ size/128 step + wave), bytes/(share · bandwidth)) + (s > 1) split
  ///
  /// with waves = ⌈key heads s/(2U)⌉.
  package func time_s(_ work: AttentionWork, units: Int, on device: DeviceSpec) -> Double {
    let units = Double(units)
    let bytes = Double(device.precision.resultBytes) * work.size
    let queryBytes = bytes * 2 * work.heads * work.queries
    let keyBytes = bytes * 2 * work.keyHeads * work.keys
    let bandwidth = device.memory.bandwidth_BPerSecond
    if work.queries == 1, work.keys > 1, decodingRamp_s > 0 {
      let memory = (queryBytes + keyBytes) / (bandwidth * decodingMemoryShare)
      let width = work.size / Self.decodingBlock
      let least = Self.parts.reduce(Double.infinity) { least, parts in
        let waves = (work.keyHeads * parts / (Self.resident * units)).rounded(.up)
        let steps = (work.keys / (Self.decodingBlock * parts)).rounded(.up)
        let core = waves * (steps * width * decodingStep_s + decodingWave_s)
        return min(least, max(core, memory) + (parts > 1 ? decodingSplit_s : 0))
      }
      return decodingRamp_s + least
    }
    let rows = min(Self.mostRows, (work.queries / Self.padding).rounded(.up) * Self.padding)
    let tilesOfAHead = (work.queries / rows).rounded(.up)
    let blocks = (work.keys / Self.block).rounded(.up)
    let seen = work.isCausal ? blocks * (tilesOfAHead + 1) / (2 * tilesOfAHead) : blocks
    let tiles = work.heads * tilesOfAHead
    let rate = device.attentionPeak_perSecond * efficiency / units
    let block_s = Self.block * rows * (4 * work.size / rate + score_s)
    let core = max((tiles / units).rounded(.up) * seen, blocks) * block_s
    let memory =
      (queryBytes + keyBytes * (work.appends ? 3 : 1)) / (bandwidth * memoryShare)
    let waves = (tiles / (Self.resident * units)).rounded(.up)
    return ramp_s + core + memory + waves * wave_s + (work.appends ? append_s : 0)
  }
}

extension DeviceSpec {
  /// Matrix units at the precision of attention: eight-bit devices keep scores in half precision.
  var attentionPeak_perSecond: Double {
    precision.bytes == 1 ? compute.fp16Peak_perSecond : matrixPeak_perSecond
  }
}
