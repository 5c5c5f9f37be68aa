import Foundation

extension Drawing {
  /// The picture as a self-contained SVG document.
  /// - Throws: `PictureError` if a raster cannot be encoded.
  public func svg() throws(PictureError) -> String {
    var out = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" \
      width="\(number(width))" height="\(number(height))" role="img" \
      font-family="DejaVu Sans, Verdana, sans-serif">
      <title>\(escaped(title))</title>
      <rect width="100%" height="100%" fill="\(Colour.paper.hex)"/>

      """
    for shape in shapes { out += try element(shape) + "\n" }
    return out + "</svg>\n"
  }

  private func element(_ shape: Shape) throws(PictureError) -> String {
    switch shape {
    case .polygon(let points, let fill, let stroke):
      "<polygon points=\"\(list(points))\" fill=\"\(fill.hex)\"\(attributes(stroke))/>"
    case .line(let points, let stroke):
      "<polyline points=\"\(list(points))\" fill=\"none\"\(attributes(stroke))/>"
    case .circle(let centre, let radius, let fill, let stroke):
      "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(radius))\" "
        + "fill=\"\(fill.hex)\"\(attributes(stroke))/>"
    case .text(let text, let point, let size, let anchor, let colour, let isUpright):
      "<text x=\"\(number(point.x))\" y=\"\(number(point.y))\" font-size=\"\(number(size))\" "
        + "text-anchor=\"\(anchor.rawValue)\" fill=\"\(colour.hex)\""
        + (isUpright
          ? " transform=\"rotate(-90 \(number(point.x)) \(number(point.y)))\"" : "")
        + ">\(escaped(text))</text>"
    case .raster(let raster, let origin, let size):
      "<image x=\"\(number(origin.x))\" y=\"\(number(origin.y))\" width=\"\(number(size.x))\" "
        + "height=\"\(number(size.y))\" preserveAspectRatio=\"none\" "
        + "style=\"image-rendering:pixelated\" href=\"data:image/png;base64,"
        + Data(try raster.png()).base64EncodedString() + "\"/>"
    }
  }

  private func attributes(_ stroke: Stroke?) -> String {
    guard let stroke else { return "" }
    return " stroke=\"\(stroke.colour.hex)\" stroke-width=\"\(number(stroke.width))\""
      + " stroke-linejoin=\"round\"" + (stroke.isDashed ? " stroke-dasharray=\"5 4\"" : "")
  }

  private func list(_ points: [Point]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// At most two decimals, without trailing zeros.
  private func number(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.isFinite, abs(hundredths) < 1e15 else { return "0" }
    let whole = Int(hundredths)
    let sign = whole < 0 ? "-" : ""
    let (units, rest) = (abs(whole) / 100, abs(whole) % 100)
    if rest == 0 { return "\(sign)\(units)" }
    return rest % 10 == 0
      ? "\(sign)\(units).\(rest / 10)" : "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
  }

  private func escaped(_ text: String) -> String { Markup.text(text).xhtml }
}
