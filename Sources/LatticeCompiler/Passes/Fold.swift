import ChipPrograms

/// Moves the gains and shifts of norms into the terms that read them.
///
/// Before: `n = rescale(u, γ, δ)`, `q = coupling(n, W, b)`, `r = superposition(o, n)`
/// After:  `q = coupling(u, W diag γ, b + W δ)`, `r = superposition(o, u, gain γ, shift δ)`
///
/// A mean commutes with a rescale, which then acts on one row instead of one a token.
package let foldPass = Pass(name: "fold") { mapping, context throws(CompileError) in
  guard context.precision.normGains == .folded else { return mapping }
  var mapping = mapping
  for index in mapping.terms.indices {
    guard case .rescale(let gain, let shift) = mapping.terms[index].kind else { continue }
    let source = mapping.terms[index].inputs[0]
    for consumer in mapping.consumers(of: index) {
      switch mapping.terms[consumer].kind {
      case .coupling(var couplings):
        couplings.fold(gain: gain, shift: shift)
        mapping.terms[consumer].kind = .coupling(couplings)
        mapping.terms[consumer].inputs = [source]
      case .superposition(nil, nil):
        let inputs = mapping.terms[consumer].inputs
        let other = inputs[0] == index ? inputs[1] : inputs[0]
        guard other != index else { continue }
        mapping.terms[consumer].kind = .superposition(gain: gain, shift: shift)
        mapping.terms[consumer].inputs = [other, source]
      case .mean:
        // The consumer becomes the mean of u; the rescale moves behind it.
        guard consumer == index + 1 else { continue }
        swapWithMean(rescale: index, in: &mapping)
      default: continue
      }
    }
  }
  return removingUnread(mapping)
}

/// Exchanges a rescale with the mean right after it.
private func swapWithMean(rescale index: Int, in mapping: inout Mapping) {
  let source = mapping.terms[index].inputs[0]
  var mean = mapping.terms[index + 1]
  var rescale = mapping.terms[index]
  // Only if the mean is all that still reads the rescale may the two change places.
  guard mapping.consumers(of: index) == [index + 1] else { return }
  mean.inputs = [source]
  rescale.inputs = [index]
  rescale.pooled = true
  mapping.terms[index] = mean
  mapping.terms[index + 1] = rescale
}

/// Drops terms whose value nobody reads, except the last: the output.
private func removingUnread(_ mapping: Mapping) -> Mapping {
  var mapping = mapping
  var renumbered: [Int: Int] = [:]
  var kept: [Mapping.Term] = []
  let read = Set(mapping.terms.flatMap(\.inputs))
  for (index, term) in mapping.terms.enumerated()
  where read.contains(index) || index == mapping.terms.count - 1 {
    renumbered[index] = kept.count
    var term = term
    term.inputs = term.inputs.map { renumbered[$0]! }
    kept.append(term)
  }
  mapping.terms = kept
  return mapping
}

extension Mapping.Couplings {
  /// W ← W diag(gain), b ← b + W shift.
  fileprivate mutating func fold(gain: [Float]?, shift: [Float]?) {
    for output in 0..<outputs {
      let row = output * inputs
      if let shift {
        var sum = 0.0
        for input in 0..<inputs { sum += Double(weights[row + input]) * Double(shift[input]) }
        fields[output] += Float(sum)
      }
      if let gain {
        for input in 0..<inputs { weights[row + input] *= gain[input] }
      }
    }
  }
}
