/// How the ends of a lattice meet. The last axis (columns of a plane) is the one that twists or turns
/// signs; the axis before it (rows) is the one that a twist reflects.
public enum Boundary: String, CaseIterable, Sendable {
  /// No links across any boundary.
  case open
  /// Links across every boundary: a ring, a torus.
  case periodic
  /// The way across the end of a row leads into the next row, as on a screw. Site i has the
  /// neighbours i ± 1, i ± L₁, i ± L₁L₂, … modulo the number of sites N.
  case helical
  /// Periodic, and couplings that cross the end of the last axis have their sign turned.
  case antiperiodic
  /// Across the end of the last axis the axis before it is reflected, r → R − 1 − r; all other
  /// boundaries are open: a Möbius strip. On a ring: one coupling has its sign turned.
  case mobius
  /// As `mobius`, and all other boundaries are periodic: a Klein bottle.
  case klein

  /// One line for a help page.
  public var help: String {
    switch self {
    case .open: "no links across the ends"
    case .periodic: "links across all ends: ring, torus"
    case .helical: "across the end of a row into the next row"
    case .antiperiodic: "periodic, signs turn across the last axis"
    case .mobius: "last axis twisted, the others open: Möbius strip"
    case .klein: "last axis twisted, the others periodic: Klein bottle"
    }
  }
}
