internal import CCairo

extension Drawing {
  /// The picture as the bytes of a PNG file.
  ///
  /// - Parameter scale: pixels a point.
  /// - Throws: `PictureError.library`, e.g. for pictures above 32 767 pixels.
  public func png(scale: Double = 2) throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(
      width: Int((width * scale).rounded(.up)), height: Int((height * scale).rounded(.up)))
    cairo_scale(canvas.context, scale, scale)
    canvas.setSource(.paper)
    cairo_paint(canvas.context)
    for shape in shapes { try canvas.draw(shape) }
    return try canvas.bytes()
  }
}

extension Drawing.Raster {
  /// The pixels as a PNG file, one pixel each.
  func png() throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(width: columns, height: rows)
    canvas.fill(with: self)
    return try canvas.bytes()
  }
}

/// A cairo image surface and its drawing context, released together.
private final class Canvas {
  let surface: OpaquePointer
  let context: OpaquePointer

  init(width: Int, height: Int) throws(PictureError) {
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32(clamping: width), Int32(clamping: height)),
      let context = cairo_create(surface)
    else { throw .library("no memory") }
    self.surface = surface
    self.context = context
    try Self.check(cairo_surface_status(surface))
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  static func check(_ status: cairo_status_t) throws(PictureError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .library(String(cString: cairo_status_to_string(status)))
    }
  }

  func setSource(_ colour: Colour) {
    cairo_set_source_rgb(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
  }

  func draw(_ shape: Drawing.Shape) throws(PictureError) {
    switch shape {
    case .polygon(let points, let fill, let stroke):
      trace(points)
      cairo_close_path(context)
      paint(fill: fill, stroke: stroke)
    case .line(let points, let stroke):
      trace(points)
      paint(fill: nil, stroke: stroke)
    case .circle(let centre, let radius, let fill, let stroke):
      cairo_new_path(context)
      cairo_arc(context, centre.x, centre.y, radius, 0, 2 * .pi)
      paint(fill: fill, stroke: stroke)
    case .text(let text, let point, let size, let anchor, let colour, let isUpright):
      draw(text, at: point, size: size, anchor: anchor, colour: colour, isUpright: isUpright)
    case .raster(let raster, let origin, let size):
      try draw(raster, origin: origin, size: size)
    }
  }

  private func trace(_ points: [SIMD2<Double>]) {
    cairo_new_path(context)
    for point in points { cairo_line_to(context, point.x, point.y) }
  }

  private func paint(fill: Colour?, stroke: Drawing.Stroke?) {
    if let fill {
      setSource(fill)
      cairo_fill_preserve(context)
    }
    if let stroke {
      setSource(stroke.colour)
      cairo_set_line_width(context, stroke.width)
      let dashes = [5.0, 4.0]
      cairo_set_dash(context, dashes, stroke.isDashed ? 2 : 0, 0)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  private func draw(
    _ text: String, at point: SIMD2<Double>, size: Double, anchor: Drawing.Anchor, colour: Colour,
    isUpright: Bool
  ) {
    cairo_save(context)
    cairo_set_font_size(context, size)
    setSource(colour)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    cairo_translate(context, point.x, point.y)
    if isUpright { cairo_rotate(context, -.pi / 2) }
    let shift: Double =
      switch anchor {
      case .start: 0
      case .middle: extents.x_advance / 2
      case .end: extents.x_advance
      }
    cairo_move_to(context, -shift, 0)
    cairo_show_text(context, text)
    cairo_restore(context)
  }

  private func draw(
    _ raster: Drawing.Raster, origin: SIMD2<Double>, size: SIMD2<Double>
  ) throws(PictureError) {
    let image = try Canvas(width: raster.columns, height: raster.rows)
    image.fill(with: raster)
    cairo_save(context)
    cairo_translate(context, origin.x, origin.y)
    cairo_scale(context, size.x / Double(raster.columns), size.y / Double(raster.rows))
    cairo_set_source_surface(context, image.surface, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    cairo_rectangle(context, 0, 0, Double(raster.columns), Double(raster.rows))
    cairo_fill(context)
    cairo_restore(context)
  }

  /// Copies pixels into the surface's memory: 32 bits each, 0x00RRGGBB.
  func fill(with raster: Drawing.Raster) {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<raster.rows {
      let line = UnsafeMutableRawPointer(data + row * stride)
      for column in 0..<raster.columns {
        let pixel = raster.pixels[row * raster.columns + column]
        let word = UInt32(pixel.red) << 16 | UInt32(pixel.green) << 8 | UInt32(pixel.blue)
        line.storeBytes(of: word, toByteOffset: 4 * column, as: UInt32.self)
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  /// The surface as a PNG file.
  func bytes() throws(PictureError) -> [UInt8] {
    try Self.check(cairo_status(context))
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { sink in
      cairo_surface_write_to_png_stream(
        surface,
        { sink, data, count in
          guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
          sink.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, sink)
    }
    try Self.check(status)
    return bytes
  }
}
