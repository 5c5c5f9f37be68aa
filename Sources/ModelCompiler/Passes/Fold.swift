import ChipPrograms

/// Moves the gains and shifts of norms into the terms that read them, and drops terms that nobody
/// reads.
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
        // x + x keeps its rescale: only one of the two sides has a gain.
        guard other != index else { continue }
        mapping.terms[consumer].kind = .superposition(gain: gain, shift: shift)
        mapping.terms[consumer].inputs = [other, source]
      default: continue
      }
    }
    // Last, when nothing but a mean may be left.
    swapWithMean(rescale: index, in: &mapping)
  }
  return removingUnread(mapping)
}

/// Exchanges a rescale with the mean, or the choice of one token, right after it, if nothing else reads the
/// rescale. The largest value does not commute with a negative gain.
private func swapWithMean(rescale index: Int, in mapping: inout Mapping) {
  guard mapping.consumers(of: index) == [index + 1],
    case .pool(let rows, _) = mapping.terms[index + 1].kind, rows != .largest
  else { return }
  var mean = mapping.terms[index + 1]
  var rescale = mapping.terms[index]
  mean.inputs = rescale.inputs
  rescale.inputs = [index]
  rescale.pooled = true
  mapping.terms[index] = mean
  mapping.terms[index + 1] = rescale
}

/// Keeps the terms from which the output, the last term, follows.
private func removingUnread(_ mapping: Mapping) -> Mapping {
  var mapping = mapping
  var read = [Bool](repeating: false, count: mapping.terms.count)
  read[read.count - 1] = true
  for index in mapping.terms.indices.reversed() where read[index] {
    for input in mapping.terms[index].inputs { read[input] = true }
  }
  var renumbered = [Int](repeating: 0, count: mapping.terms.count)
  var kept: [Mapping.Term] = []
  for index in mapping.terms.indices where read[index] {
    renumbered[index] = kept.count
    var term = mapping.terms[index]
    term.inputs = term.inputs.map { renumbered[$0] }
    kept.append(term)
  }
  mapping.terms = kept
  return mapping
}
