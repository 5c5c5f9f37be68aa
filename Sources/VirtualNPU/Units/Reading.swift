import ByteFormats
import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// `read`: bit-planes of codes pulse the rows of an array; each column ANDs them with its coupling
/// bits and counts.
///
/// y[t,o] = s_w[o] · (s[t] · (Σ_i code[t,i] w[o,i] − zero[t] Σ_i w[o,i])
///        + s_out[t] · Σ_c outlierCode[t,c] w[o,c]) + field[o]
///
/// The sums are exact integers. With block scales each block's sum is scaled before it is added.
enum Reading {
  static func body(_ prepared: PreparedArray, codes: CodedMatrix) -> Matrix {
    switch prepared.product {
    case .exact(let weights): exact(weights, prepared, codes)
    case .blocks(let weights): blocks(weights, prepared, codes)
    }
  }

  private static func exact(
    _ weights: ExactWeights, _ prepared: PreparedArray, _ codes: CodedMatrix
  ) -> Matrix {
    let outputs = prepared.array.outputs
    return withUnsafeTemporaryAllocation(byteCount: codes.rows * outputs * 4, alignment: 64) {
      raw in
      let sums = raw.bindMemory(to: Int32.self).baseAddress!
      if codes.bits <= 8 {
        codes.codes8.withUnsafeBufferPointer {
          weights.multiply(codes: $0.baseAddress!, rows: codes.rows, into: sums)
        }
      } else {
        codes.codes16.withUnsafeBufferPointer {
          weights.multiply(codes: $0.baseAddress!, rows: codes.rows, into: sums)
        }
      }
      return Matrix(rows: codes.rows, width: outputs) { fields in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: outputs) { outlierSums in
          for row in 0..<codes.rows {
            sumOutliers(prepared, codes, row: row, into: outlierSums.baseAddress!)
            combine(
              prepared, codes, row: row, sums: sums + row * outputs,
              outlierSums: outlierSums.baseAddress!, into: fields.baseAddress! + row * outputs)
          }
        }
      }
    }
  }

  /// Zero, scales and static field of one row of counts.
  private static func combine(
    _ prepared: PreparedArray, _ codes: CodedMatrix, row: Int, sums: UnsafePointer<Int32>,
    outlierSums: UnsafePointer<Int32>, into target: UnsafeMutablePointer<Float>
  ) {
    let zero = codes.zero[row]
    let scale = codes.scale[row]
    let outlierScale = codes.outlierScale[row]
    prepared.codeSums.withUnsafeBufferPointer { codeSums in
      prepared.array.scales.withUnsafeBufferPointer { scales in
        prepared.array.fields.withUnsafeBufferPointer { bias in
          let codeSums = codeSums.baseAddress!
          let scales = scales.baseAddress!
          let bias = bias.baseAddress!
          for output in 0..<prepared.array.outputs {
            let count = sums[output] &- zero &* codeSums[output]
            let field = Float(count) * scale + Float(outlierSums[output]) * outlierScale
            target[output] = field * scales[output] + bias[output]
          }
        }
      }
    }
  }

  /// Σ_c outlierCode[c] · w[o,c] for each output.
  private static func sumOutliers(
    _ prepared: PreparedArray, _ codes: CodedMatrix, row: Int,
    into sums: UnsafeMutablePointer<Int32>
  ) {
    let outputs = prepared.array.outputs
    sums.update(repeating: 0, count: outputs)
    prepared.transposed.withUnsafeBufferPointer { weights in
      for place in 0..<codes.outliers {
        let code = codes.outlierCode[row * codes.outliers + place]
        let channel = Int(codes.outlierChannel[row * codes.outliers + place])
        let column = weights.baseAddress! + channel * outputs
        // 16-bit factors: their product is one instruction where that of 32-bit ones is not.
        let factor = Int16(truncatingIfNeeded: code)
        for output in 0..<outputs {
          sums[output] = sums[output] &+ Int32(factor) &* Int32(column[output])
        }
      }
    }
  }

  private static func blocks(
    _ weights: BlockScaledWeights, _ prepared: PreparedArray, _ codes: CodedMatrix
  ) -> Matrix {
    let outputs = prepared.array.outputs
    var result = Matrix(rows: codes.rows, width: outputs) { fields in
      if codes.bits <= 8 {
        codes.codes8.withUnsafeBufferPointer {
          weights.multiply(
            codes: $0.baseAddress!, rows: codes.rows, into: fields.baseAddress!)
        }
      } else {
        codes.codes16.withUnsafeBufferPointer {
          weights.multiply(
            codes: $0.baseAddress!, rows: codes.rows, into: fields.baseAddress!)
        }
      }
    }
    result.elements.withUnsafeMutableBufferPointer { fields in
      for row in 0..<codes.rows {
        let start = row &* outputs
        finish(
          prepared, codes, row: row,
          fields: UnsafeMutableBufferPointer(rebasing: fields[start..<(start &+ outputs)]))
      }
    }
    return result
  }

  /// Zero, scale, static field and outliers of one row of scaled sums.
  private static func finish(
    _ prepared: PreparedArray, _ codes: CodedMatrix, row: Int,
    fields: UnsafeMutableBufferPointer<Float>
  ) {
    let array = prepared.array
    let outputs = array.outputs
    let target = fields.baseAddress!
    let zero = Float(codes.zero[row])
    let scale = codes.scale[row]
    prepared.scaledSums.withUnsafeBufferPointer { sums in
      array.fields.withUnsafeBufferPointer { bias in
        for output in 0..<outputs {
          target[output] = (target[output] - zero * sums[output]) * scale + bias[output]
        }
      }
    }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: outputs) { sums in
      for block in 0..<array.blocks {
        addOutliers(prepared, codes, row: row, block: block, sums: sums.baseAddress!, to: target)
      }
    }
  }

  /// Adds the share of the outlier channels of one block to a row: their sum is counted exactly, then
  /// scaled.
  private static func addOutliers(
    _ prepared: PreparedArray, _ codes: CodedMatrix, row: Int, block: Int,
    sums: UnsafeMutablePointer<Int32>, to target: UnsafeMutablePointer<Float>
  ) {
    let outputs = prepared.array.outputs
    var found = 0
    prepared.transposed.withUnsafeBufferPointer { weights in
      for place in 0..<codes.outliers {
        let index = row * codes.outliers + place
        let channel = Int(codes.outlierChannel[index])
        guard channel / prepared.array.block == block else { continue }
        if found == 0 { sums.update(repeating: 0, count: outputs) }
        found += 1
        let column = weights.baseAddress! + channel * outputs
        let factor = Int16(truncatingIfNeeded: codes.outlierCode[index])
        for output in 0..<outputs {
          sums[output] = sums[output] &+ Int32(factor) &* Int32(column[output])
        }
      }
    }
    guard found > 0 else { return }
    let outlierScale = codes.outlierScale[row]
    prepared.blockScales.withUnsafeBufferPointer { scales in
      let scale = scales.baseAddress! + block * outputs
      for output in 0..<outputs {
        target[output] = target[output] + Float(sums[output]) * outlierScale * scale[output]
      }
    }
  }

  /// What the tiles of an array do.
  struct Work: Equatable {
    /// Planes pulsed on rows.
    var pulses = 0
    /// Coupling bits that met a bit of a plane.
    var evaluations = 0
    /// Column sums of one input plane and one coupling plane.
    var columnSums = 0
    /// Partial sums handed from one row tile to the next.
    var partialSums = 0
  }

  /// Every coupling bit of the array meets every plane of the codes; outlier channels are a second
  /// pass in which only their rows are pulsed.
  static func account(
    _ array: CouplingArray, codes: CodedMatrix, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let placement = array.placement
    let tokens = codes.rows
    let pulsed = array.inputs + codes.outliers
    let work = Work(
      // Each column of tiles has input agents of its own.
      pulses: pulsed * codes.bits * placement.columnTiles * tokens,
      evaluations: pulsed * array.outputs * array.bits * codes.bits * tokens,
      // Outliers touch at most one tile each; the first pass touches all row tiles.
      columnSums: array.outputs * (placement.rowTiles + min(codes.outliers, placement.rowTiles))
        * codes.bits * array.bits * tokens,
      // Partial sums of each pass run down the row tiles, one hop each.
      partialSums: array.outputs * (placement.rowTiles - 1) * passes(codes) * tokens)
    count(work, of: array, codes: codes, chip: chip, record: &record)
    return time(array, codes: codes, chip: chip)
  }

  private static func passes(_ codes: CodedMatrix) -> Int { codes.outliers > 0 ? 2 : 1 }

  /// Counts the tiles' work and what the periphery does with their sums.
  static func count(
    _ work: Work, of array: CouplingArray, codes: CodedMatrix, chip: ChipSpec,
    record: inout InstructionRecord
  ) {
    let tokens = codes.rows
    record.add(.couplingEvaluation, .deterministic, on: .linearTiles, work.evaluations)
    record.add(.clampWrite, .deterministic, on: .linearTiles, work.pulses)
    countReadOuts(work.columnSums, on: .linearTiles, chip: chip, record: &record)
    record.add(.digitalOperation, .deterministic, on: .linearTiles, work.partialSums)
    record.add(
      .networkBitHop, .deterministic, on: .network, work.partialSums * Precision.accumulatorBits)
    let blockOperations = array.outputs * 2 * (array.blocks - 1) * tokens
    record.add(.digitalOperation, .deterministic, on: .periphery, blockOperations)
    // Zero (2), scales of token and output (2) and field (1); scale and sum of the outliers (2).
    record.add(
      .digitalOperation, .deterministic, on: .periphery,
      array.outputs * (passes(codes) == 2 ? 7 : 5) * tokens)
    record.twin = TwinWork(
      component: .linearTiles, multiplierBits: UInt64(work.evaluations))
  }

  /// Planes enter one after the other; sums leave through counters and down the row tiles.
  static func time(_ array: CouplingArray, codes: CodedMatrix, chip: ChipSpec) -> StageTime {
    let placement = array.placement
    let initiation =
      passes(codes) * codes.bits * chip.timing.planeCycles * conversionCycles(array.bits, chip)
      * placement.rounds
    let tail =
      ceilingLog2(chip.geometry.tileRows) + array.bits + 2
      + (placement.rowTiles - 1) * (chip.timing.hopCycles + 1)
    return StageTime(latency: initiation + tail, initiation: initiation)
  }

  /// Products of one input plane and one coupling plane, column by column: counted, or converted and
  /// then shifted and added, which is a counter's step as well.
  static func countReadOuts(
    _ products: Int, on component: ChipComponent, chip: ChipSpec,
    record: inout InstructionRecord
  ) {
    record.add(.counterStep, .deterministic, on: component, products)
    if case .converter = chip.timing.readOut {
      record.add(.adcConversion, .deterministic, on: component, products)
    }
  }

  /// How many times longer a plane takes because columns of `bits` coupling planes share converters.
  static func conversionCycles(_ bits: Int, _ chip: ChipSpec) -> Int {
    switch chip.timing.readOut {
    case .counter: 1
    case .converter(_, let columnsPerConverter): columnsPerConverter * bits
    }
  }
}
