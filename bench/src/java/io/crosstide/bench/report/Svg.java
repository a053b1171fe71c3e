package io.crosstide.bench.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** A picture as it grows, in pixels from the upper left corner. Every text is escaped here. */
final class Svg {
  static final String INK = "#1f2933";
  static final String FAINT = "#52606d";
  static final String RULE = "#cbd2d9";
  static final String ALARM = "#c81e1e";

  private static final String PAPER = "#ffffff";
  private static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif";

  /** A letter's width over its size, in a wide font. */
  private static final double LETTER = 0.62;

  private static final double BOLD_LETTER = 0.7;

  private static final Pattern NOT_XML =
      Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final StringBuilder body = new StringBuilder();

  /** A rectangle. */
  record Box(double x, double y, double width, double height) {}

  /**
   * How a line is drawn.
   *
   * @param dash lengths of dash and gap; empty for a whole line
   */
  record Stroke(String colour, double width, String dash) {
    static Stroke thin(String colour) {
      return new Stroke(colour, 1, "");
    }
  }

  /** How a text is set. */
  record Type(int size, boolean bold, String colour) {
    /** How wide a text is, no less than it will be. */
    double widthOf(String text) {
      return text.length() * letter();
    }

    /** The text, cut so that it is no wider. */
    String cut(String text, double width) {
      int letters = (int) (width / letter());
      return text.length() <= letters ? text : text.substring(0, Math.max(0, letters - 1)) + "…";
    }

    private double letter() {
      return size * (bold ? BOLD_LETTER : LETTER);
    }
  }

  /** A bar that shows a text when it is pointed at. */
  void bar(Box box, String colour, String tip) {
    body.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">",
            box.x(), box.y(), box.width(), box.height(), colour));
    body.append("<title>").append(escaped(tip)).append("</title></rect>\n");
  }

  void across(double fromX, double toX, double y, Stroke stroke) {
    line(new Box(fromX, y, toX - fromX, 0), stroke);
  }

  void down(double x, double fromY, double toY, Stroke stroke) {
    line(new Box(x, fromY, 0, toY - fromY), stroke);
  }

  /** A cross of this size around a point. */
  void cross(double x, double y, double size) {
    Stroke stroke = new Stroke(ALARM, 2.4, "");
    double half = size / 2;
    line(new Box(x - half, y - half, size, size), stroke);
    line(new Box(x - half, y + half, size, -size), stroke);
  }

  /** From its left end and its base line, with paper around it, so that lines don't cross it. */
  void text(double x, double y, String text, Type type) {
    body.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" font-weight=\"%s\" fill=\"%s\"",
            x, y, type.size(), type.bold() ? "bold" : "normal", type.colour()));
    body.append(" stroke=\"" + PAPER + "\" stroke-width=\"3\" paint-order=\"stroke\">");
    body.append(escaped(text)).append("</text>\n");
  }

  /** The whole of it on white. */
  String document(int width, double height, String title) {
    int wholeHeight = (int) Math.ceil(height);
    String size = format("width=\"%d\" height=\"%d\"", width, wholeHeight);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + size
        + format(" viewBox=\"0 0 %d %d\" role=\"img\"", width, wholeHeight)
        + (" font-family=\"" + FONT + "\">\n")
        + ("<title>" + escaped(title) + "</title>\n")
        + ("<rect " + size + " fill=\"" + PAPER + "\"/>\n")
        + body
        + "</svg>\n";
  }

  static String escaped(String text) {
    return NOT_XML
        .matcher(text)
        .replaceAll("")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void line(Box ends, Stroke stroke) {
    body.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"",
            ends.x(), ends.y(), ends.x() + ends.width(), ends.y() + ends.height()));
    body.append(format(" stroke=\"%s\" stroke-width=\"%.1f\"", stroke.colour(), stroke.width()));
    if (!stroke.dash().isEmpty()) {
      body.append(" stroke-dasharray=\"" + stroke.dash() + "\"");
    }
    body.append("/>\n");
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }
}
