package import ChipPrograms
package import HardwareSpecs

/// The mesh, flit by flit.
///
/// Every flit is routed by itself along its packet's stops, XY between two stops. A link carries one flit
/// a cycle; at each link the router's inputs take turns (round robin), and a flit leaves only with a
/// credit: room in the input buffer at the link's end. A hop takes `hopCycles` from leaving one
/// router to leaving the next. At a stop a flit is taken into the tile, which always has room, and sent
/// on from the tile's own queues, one for each link. No packet holds a link and XY turns form no circle,
/// so nothing can lock up.
///
/// A link from die to die carries a flit every `interval` cycles, takes `delay` cycles more, and has a buffer of its own
/// at its end (`DieCrossing`).
///
/// A cycle is two-phase: all routers decide on the state at its start, then the flits move; results do not
/// depend on the order of the routers. An idle network does nothing.
package final class MeshNetwork {
  /// Tags of the packets whose last flit arrived in the last cycle; the receiver empties it.
  package var arrived: [UInt64] = []
  // All else in one place: each access to a class's own property is checked at run time.
  private var routers: MeshRouters

  /// An empty network.
  /// - Parameters:
  ///   - mesh: the tiles.
  ///   - hopCycles: cycles of a hop; at least 1 is taken.
  ///   - credits: flits that an input buffer holds.
  ///   - crossing: what a flit takes from die to die; for a mesh with borders.
  package init(mesh: Mesh, hopCycles: Int, credits: Int, crossing: DieCrossing? = nil) {
    let hop = max(1, hopCycles)
    routers = MeshRouters(
      mesh: mesh, hopCycles: hop, credits: max(1, credits),
      crossing: crossing ?? DieCrossing(delay: 0, interval: 1, credits: max(1, credits)))
  }

  /// Flits that crossed a link so far.
  package var flitHops: UInt64 { routers.flitHops }

  /// Flits that crossed from die to die so far.
  package var flitCrossings: UInt64 { routers.flitCrossings }

  /// The next cycle in which anything can move; `nil` if the network is empty.
  package var nextCycle: UInt64? { routers.nextCycle }

  /// Puts a packet into its source tile's queues at the start of a cycle.
  /// - Parameters:
  ///   - route: its stops.
  ///   - flits: its length, at least 1.
  ///   - tag: what `arrived` will hold when the last flit is at the last stop.
  ///   - cycle: a cycle that has not been stepped yet.
  /// - Returns: Whether it has any way to go; if not, it is there.
  package func inject(_ route: Route, flits: Int, tag: UInt64, at cycle: UInt64) -> Bool {
    routers.inject(route, flits: flits, tag: tag, at: cycle)
  }

  /// At a barrier: the turns of the links start again, so that no group depends on the one before.
  package func settle() { routers.settle() }

  /// Does one cycle.
  package func step() { routers.step(&arrived) }
}
