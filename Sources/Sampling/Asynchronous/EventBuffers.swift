/// The arrays of a hot loop over the events of one batch.
///
/// Agents are below the number of spins, as `EventDraws` draws them, and neighbours and entries of the
/// rows are those that `AgentLaw` has checked.
struct EventBuffers {
  let spins: LentElements<Int8>
  let lastFlips: LentElements<Double>
  let copies: LentElements<Int8>
  let lastEvents: LentElements<Double>
  let sites: LentConstants<Int32>
  let words: LentConstants<UInt32>
  let gaps: LentConstants<Double>
  let limits: LentConstants<Double>
}
