"""The picture of the law of sampling, as SVG without any library."""

import math

INK, GREY = "#222222", "#888888"
# Two colours that differ in lightness as well as in hue, and two markers.
STYLE = {"independent": ("#b3541e", "circle"), "systematic": ("#1b5e9e", "square")}
WIDTH, HEIGHT = 860, 400
LEFT, TOP, PANEL, INNER, GAP = 74, 40, 350, 300, 66


def text(x, y, content, size=12, anchor="middle", colour=INK, extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}" {extra}>{content}</text>')


def line(x1, y1, x2, y2, colour=INK, width=1.0, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"{dashes}/>')


def power(exponent):
    return f'10<tspan dy="-5" font-size="9">{"−" if exponent < 0 else ""}{abs(exponent)}</tspan>'


def sampling_law(panels, path):
    """panels: (title, floor, [(draws, [samples, losses, errors], {c, floor, exponent})])."""
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
           f'font-family="Helvetica, Arial, sans-serif">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    x_low, x_high, y_low, y_high = 0.3, 4.5, -5.0, 0.0
    for index, (title, floor, series) in enumerate(panels):
        left = LEFT + index * (PANEL + GAP)
        x = lambda s: left + (math.log10(s) - x_low) / (x_high - x_low) * PANEL
        y = lambda v: TOP + (y_high - max(math.log10(v), y_low)) / (y_high - y_low) * INNER
        out.append(text(left + PANEL / 2, TOP - 14, title, 14))
        for exponent in range(int(y_low), int(y_high) + 1):
            at = y(10.0**exponent)
            out.append(line(left, at, left + PANEL, at, "#dddddd"))
            out.append(text(left - 8, at + 4, power(exponent), 12, "end"))
        for exponent in range(2, 16, 2):
            at = x(2**exponent)
            if at <= left + PANEL:
                out.append(line(at, TOP + INNER, at, TOP + INNER + 4))
                out.append(text(at, TOP + INNER + 18, str(2**exponent), 11))
        out.append(f'<rect x="{left}" y="{TOP}" width="{PANEL}" height="{INNER}" fill="none" '
                   f'stroke="{INK}"/>')
        out.append(text(left + PANEL / 2, TOP + INNER + 38, "samples S", 13))
        out.append(line(left, y(floor), left + PANEL, y(floor), GREY, 1.5, "6 4"))
        out.append(text(left + PANEL - 6, y(floor) + 15, "expectation (no sampling)", 11, "end", GREY))
        for number, (draws, (samples, losses, errors), fit) in enumerate(series):
            colour, marker = STYLE[draws]
            steps = [10 ** (math.log10(samples[0]) + i / 60 * math.log10(samples[-1] / samples[0]))
                     for i in range(61)]
            curve = [(x(s), y(fit["floor"] + fit["c"] * s ** -fit["exponent"])) for s in steps]
            # Only the part below 1 − cos = 1 can be drawn.
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in curve if b >= TOP)
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.4"/>')
            for s, value, error in zip(samples, losses, errors):
                a, b = x(s), y(value)
                high, low = y(value + error), y(max(value - error, 10**y_low))
                out.append(line(a, high, a, low, colour, 1.4))
                if marker == "circle":
                    out.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.4" fill="{colour}"/>')
                else:
                    out.append(f'<rect x="{a - 3.2:.1f}" y="{b - 3.2:.1f}" width="6.4" height="6.4" '
                               f'fill="white" stroke="{colour}" stroke-width="1.6"/>')
            exponent = fit["exponent"]
            law = "1/S" if exponent == 1 else f"S<tspan dy='-5' font-size='9'>−{exponent:.2f}</tspan>"
            legend_y = TOP + 20 + 18 * number
            out.append(line(left + PANEL - 216, legend_y - 4, left + PANEL - 192, legend_y - 4, colour, 1.6))
            amount = f"{fit['c']:.2f}" + ("/S" if exponent == 1 else f" {law}")
            out.append(text(left + PANEL - 186, legend_y, f"{draws}: floor + {amount}", 12, "start"))
    middle = TOP + INNER / 2
    out.append(text(20, middle, "1 − cos, mean of 12 sentences", 13, "middle", INK,
                    f'transform="rotate(-90 20 {middle})"'))
    out.append("</svg>")
    path.write_text("\n".join(out) + "\n")
