package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** A cluster can't write lines into the log: what it holds stays within the line about it. */
class LogLinesTest {
  private static final String HOSTILE = "x\n2026-01-01 WARN flow=nyc->lon forged\u001b[2J";
  private static final String HARMLESS = "x 2026-01-01 WARN flow=nyc->lon forged [2J";

  private final Conditions conditions = new Conditions("nyc->lon");

  @Test
  void shouldKeepAConditionInOneLine() {
    List<String> logged =
        logged(
            Conditions.class,
            () -> {
              conditions.set("sync " + HOSTILE, "refused: " + HOSTILE);
              conditions.clear("sync " + HOSTILE);
            });

    assertThat(logged)
        .containsExactly(
            "flow=nyc->lon refused: " + HARMLESS, "flow=nyc->lon sync " + HARMLESS + ": mended");
  }

  @Test
  void shouldKeepATopicsCreationInOneLine() {
    TopicChange create =
        new CreateTopic("nyc.orders", 1, OptionalInt.empty(), Map.of("k", HOSTILE), "test");

    List<String> logged =
        logged(
            TopicOutcomes.class,
            () ->
                TopicOutcomes.report(
                    "nyc->lon",
                    List.of(create),
                    List.of(new Outcome.Done("nyc.orders", "")),
                    conditions));

    assertThat(logged).singleElement().asString().contains("k=" + HARMLESS);
  }

  private static List<String> logged(Class<?> from, Runnable action) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(
                line instanceof ExtLogRecord formatted
                    ? formatted.getFormattedMessage()
                    : line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(from.getName());
    logger.addHandler(handler);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
    }
    return lines;
  }
}
