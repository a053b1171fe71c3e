package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;

/** A log line as a container writes it. */
@QuarkusTest
@TestProfile(JsonLogTest.AsInContainers.class)
class JsonLogTest {
  public static final class AsInContainers implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.log.console.json.enabled", "true");
    }
  }

  @Test
  void shouldHaveTheKeysOfTheMessageAsFields() throws Exception {
    JsonNode line = line("flow=nyc->lon topic=orders partition=3: too large, unlike topic=users");

    assertThat(line.get("message").textValue()).contains("too large");
    assertThat(line.get("flow").textValue()).isEqualTo("nyc->lon");
    assertThat(line.get("topic").textValue()).isEqualTo("orders");
    assertThat(line.get("partition").textValue()).isEqualTo("3");
    assertThat(line.get("level").textValue()).isEqualTo("WARN");
  }

  @Test
  void shouldHaveNoOtherFieldsThanAreOfUse() throws Exception {
    assertThat(line("overflow=3").fieldNames())
        .toIterable()
        .containsExactly("timestamp", "loggerName", "level", "message", "threadName");
  }

  private static JsonNode line(String message) throws Exception {
    ExtLogRecord record = new ExtLogRecord(Level.WARN, message, JsonLogTest.class.getName());
    record.setLoggerName("io.crosstide");
    record.setThreadName("crosstide-loop");
    return new ObjectMapper().readTree(formatter().format(record));
  }

  private static Formatter formatter() {
    return handlers(Arrays.stream(LogContext.getLogContext().getLogger("").getHandlers()))
        .map(java.util.logging.Handler::getFormatter)
        .filter(JsonFormatter.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<java.util.logging.Handler> handlers(
      Stream<java.util.logging.Handler> handlers) {
    return handlers.flatMap(
        handler ->
            handler instanceof ExtHandler nested
                ? Stream.concat(Stream.of(handler), handlers(Arrays.stream(nested.getHandlers())))
                : Stream.of(handler));
  }
}
