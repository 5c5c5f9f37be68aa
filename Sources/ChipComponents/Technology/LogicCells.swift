/// What standard cells have in common in units of the feature size F and of transistors.
enum LogicCells {
  /// Mean transistor width: cells of drive 1 have n-channels of 0.415 µm and p-channels of 0.63 µm at 45 nm.
  static let width_F = Formula.constant(
    "width_in_nodes", 11.6, "1", within: 1.2, .assumed,
    "assumption: n-channels of 0.415 µm and p-channels of 0.63 µm at 45 nm, drive 1, not looked up")

  /// Area of a transistor in F²: a full adder of 28 transistors takes 4.256 µm² at 45 nm.
  static let area_F2 = Formula.constant(
    "transistor_area_in_nodes", 75, "1", within: 1.15, .published,
    "Nangate 45 nm open cell library: FA_X1 4.256 µm² / 28 transistors / (45 nm)²")

  /// Share of transistors that leak: half are off, and stacks of two leak less.
  static let leaking = Formula.constant(
    "leaking_share", 0.35, "1", within: 1.3, .assumed,
    "assumption: half of the transistors are off, a third of those in stacks")

  /// Load of a fan-out-of-four inverter in gate capacitances of its n-channel: 5 inputs of width 3 (p = 2 n),
  /// half a swing.
  static let inverterLoad = Formula.constant(
    "inverter_load", 7.5, "1", within: 1.2, .derived, "(4 + 1 own) · 3 / 2")

  /// Exponent of the overdrive in the on current of short channels.
  static let alpha = Formula.constant(
    "alpha", 1.3, "1", within: 1.1, .assumed,
    "assumption: the alpha-power law of short channels, 1.2 to 1.4")

  /// Transistors of cells.
  static let fullAdder = 28.0
  static let and = 6.0
  static let flipFlop = 24.0
  static let multiplexer = 6.0
  static let bitCell = 6.0
}
