/// The texts on which the gaps of a thermostat are measured unless a run names others: `docs/examples/page.txt`.
enum CalibrationTexts {
  /// One text a line.
  static let usual = """
    The storm rolled in from the sea before dawn, flooding the harbour road and cutting power to most of the old town.
    Heavy rain and strong winds hit the coast this morning, leaving streets under water and thousands of homes without electricity.
    Tomorrow will be dry and sunny.
    Forecasters expect clear skies and no rain for the next day, although a light frost may form in sheltered valleys during the early hours.
    Knead the dough for ten minutes, let it rise in a warm place until it has doubled, then bake it in a very hot oven until the crust turns deep brown.
    To make good bread, work the flour and water well, give the yeast time, and use plenty of heat.
    A pinch of salt brings out the sweetness of ripe tomatoes.
    She simmered the soup with carrots, leeks and a bay leaf for an hour.
    When a magnet is heated above a critical temperature, its tiny atomic moments lose their common direction and the magnetisation vanishes.
    Above the Curie point, thermal motion destroys the alignment of spins, so iron stops being ferromagnetic.
    Light takes eight minutes from the Sun.
    Energy can change its form but is never created or destroyed, which is why a machine that runs forever without fuel cannot exist.
    The new processor keeps its weights in small memories beside the arithmetic units, because moving data across the chip costs far more energy than multiplying it.
    Most of the electricity used by modern accelerators goes into fetching numbers from memory rather than computing with them.
    The program crashed after updating.
    Our server stopped responding as soon as the latest version of the software was installed, and nobody noticed until customers began to complain.
    The central bank raised interest rates by half a percentage point to slow inflation, a step that will make mortgages and business loans more expensive for years to come, according to most of the economists who were asked for their view on Tuesday.
    Borrowing money is about to cost more after policymakers tightened credit again.
    Shares of the airline fell sharply when fuel prices jumped.
    The old violin maker could tell by a single tap whether a plank of spruce would sing.
    """.split(separator: "\n").map(String.init)
}
