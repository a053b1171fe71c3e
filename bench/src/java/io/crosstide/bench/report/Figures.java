package io.crosstide.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them: three digits, and a median with its spread in the same unit. */
final class Figures {
  static final String TIMES = "×";
  private static final String MINUS = "−";

  private Figures() {}

  static String value(double value) {
    Form form = Form.of(value);
    return form.number(value) + form.suffix();
  }

  /** {@code 412 (398–420)}; the median alone when the others read the same. */
  static String withSpread(Spread spread) {
    Form form = Form.of(spread.median());
    String median = form.number(spread.median());
    String min = form.number(spread.min());
    String max = form.number(spread.max());
    return min.equals(max)
        ? median + form.suffix()
        : median + form.suffix() + " (" + min + "–" + max + form.suffix() + ")";
  }

  static String ratio(double ratio) {
    return ratio >= 10
        ? String.format(Locale.ROOT, "%,.0f", ratio) + TIMES
        : new BigDecimal(ratio).round(new MathContext(2)).toPlainString() + TIMES;
  }

  static String share(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  /** With its sign, {@code +3.1 %}. */
  static String change(double percent) {
    String size = String.format(Locale.ROOT, "%.1f %%", Math.abs(percent));
    if (size.equals("0.0 %")) {
      return "0 %";
    }
    return (percent < 0 ? MINUS : "+") + size;
  }

  /** How a number is written, so that others can be written to match. */
  private record Form(double divisor, String suffix, int decimals) {
    private static final int DIGITS = 3;
    private static final int MOST_DECIMALS = 6;

    static Form of(double value) {
      double size = Math.abs(value);
      if (size >= 1_000_000) {
        return new Form(1_000_000, "M", decimals(size / 1_000_000));
      }
      return size >= 10_000
          ? new Form(1_000, "k", decimals(size / 1_000))
          : new Form(1, "", decimals(size));
    }

    private static int decimals(double size) {
      if (size == 0) {
        return 0;
      }
      int beforePoint = (int) Math.floor(Math.log10(size)) + 1;
      return Math.clamp(DIGITS - beforePoint, 0, MOST_DECIMALS);
    }

    String number(double value) {
      return String.format(Locale.ROOT, "%,." + decimals + "f", value / divisor);
    }
  }
}
