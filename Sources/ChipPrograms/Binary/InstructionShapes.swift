import ByteFormats

/// Whether the values of an instruction have the kinds and widths that it takes and makes.
struct InstructionShapes {
  let program: Program

  func problem(with operation: Instruction.Operation) -> (found: String, expected: String)? {
    switch operation {
    case .load, .bias, .barrier: return nil
    case .beta(let factor):
      return factor.isFinite ? nil : ("factor \(factor)", "a finite number")
    case .fetch(let tables, let into):
      if tables.isEmpty { return ("no table", "one at least") }
      let width = program.values[into].width
      for table in tables where program.tables[table].width != width {
        return ("T\(table) of width \(program.tables[table].width)", "\(width)")
      }
      return mismatch(into, .init(kind: .field, width: width))
    case .clamp(let value, let bits, let outliers, let into):
      let source = program.values[value]
      if bits != program.precision.activationBits {
        return ("\(bits) bits", "\(program.precision.activationBits), as the precision states")
      }
      if outliers >= max(source.width, 1), outliers > 0 {
        return ("\(outliers) outliers", "fewer than \(source.width) channels")
      }
      return mismatch(value, field(like: source))
        ?? mismatch(into, .init(kind: .codes, width: source.width, pooled: source.pooled))
    case .move(let value, let blockWidth, _, let routes):
      return routeProblem(routes, width: program.values[value].width, blockWidth: blockWidth)
    case .read(let array, let codes, let into):
      let (array, pooled) = (program.arrays[array], program.values[codes].pooled)
      return mismatch(codes, .init(kind: .codes, width: array.inputs, pooled: pooled))
        ?? mismatch(into, .init(kind: .field, width: array.outputs, pooled: pooled))
    case .race(let shape, let query, let key, let value, let into):
      return raceProblem(shape, query: query, key: key, value: value, into: into)
    case .normalise(_, let epsilon, _) where !(epsilon >= 0 && epsilon.isFinite):
      return ("epsilon \(epsilon)", "a finite number of 0 or more")
    case .gate(_, let value, let into), .normalise(let value, _, let into),
      .unit(let value, let into):
      return elementwise([value], into)
    case .accumulate(let left, let right, let gain, let shift, let into):
      return elementwise([left, right], into) ?? vectorProblem([gain, shift], of: into)
    case .rescale(let value, let gain, let shift, let into):
      return elementwise([value], into) ?? vectorProblem([gain, shift], of: into)
    case .pool(let value, let into):
      let width = program.values[value].width
      return mismatch(value, .init(kind: .field, width: width))
        ?? mismatch(into, .init(kind: .field, width: width, pooled: true))
    case .send(let value): return mismatch(value, field(like: program.values[value]))
    }
  }

  private func field(like value: Program.ValueDeclaration) -> Program.ValueDeclaration {
    .init(kind: .field, width: value.width, pooled: value.pooled)
  }

  private func mismatch(
    _ value: Int, _ expected: Program.ValueDeclaration
  ) -> (found: String, expected: String)? {
    let found = program.values[value]
    return found == expected
      ? nil : ("%\(value) \(Listing.describe(found))", Listing.describe(expected))
  }

  private func elementwise(_ operands: [Int], _ into: Int) -> (found: String, expected: String)? {
    let expected = field(like: program.values[into])
    for value in operands + [into] {
      if let problem = mismatch(value, expected) { return problem }
    }
    return nil
  }

  private func vectorProblem(_ vectors: [Int?], of value: Int) -> (
    found: String, expected: String
  )? {
    let width = program.values[value].width
    for case .some(let vector) in vectors where program.vectors[vector].count != width {
      return ("V\(vector) of width \(program.vectors[vector].count)", "\(width)")
    }
    return nil
  }

  private func raceProblem(
    _ shape: Instruction.RaceShape, query: Int, key: Int, value: Int, into: Int
  ) -> (found: String, expected: String)? {
    if shape.heads % shape.keyValueHeads != 0 {
      return ("\(shape.keyValueHeads) key heads", "a divisor of \(shape.heads) heads")
    }
    if !Precision.activationBitRange.contains(shape.bits) {
      return ("\(shape.bits) bits", "4 to 12")
    }
    let wide = Program.ValueDeclaration(kind: .field, width: shape.heads * shape.headSize)
    let narrow = Program.ValueDeclaration(
      kind: .field, width: shape.keyValueHeads * shape.headSize)
    return mismatch(query, wide) ?? mismatch(key, narrow) ?? mismatch(value, narrow)
      ?? mismatch(into, wide)
  }

  /// Each block has a route, and each further path of a route starts at a stop of the first.
  private func routeProblem(
    _ routes: [Route], width: Int, blockWidth: Int
  ) -> (found: String, expected: String)? {
    let blocks = ceilingDivide(width, blockWidth)
    if routes.count != blocks { return ("\(routes.count) routes", "\(blocks), one a block") }
    for route in routes {
      guard let first = route.paths.first, !first.isEmpty,
        route.paths.allSatisfy({ $0.first.map(first.contains) ?? false })
      else { return ("a path from elsewhere", "one from a stop of the block's first path") }
    }
    return nil
  }
}
