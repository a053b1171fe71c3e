package io.crosstide.lab;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Silences Kafka's own loggers in a JVM that holds brokers: brokers use the clients' classes, so both
 * go together. The level is {@code OFF} unless the system property {@value #PROPERTY} names another
 * (a java.util.logging level, {@code INFO}).
 */
final class BrokerLogs {
  static final String PROPERTY = "crosstide.lab.kafkaLog";

  // Held here: the log manager keeps loggers by weak references, and with them their levels.
  private static final List<Logger> LOGGERS =
      Stream.of("kafka", "state.change.logger", "org.apache.kafka", "com.yammer.metrics")
          .map(Logger::getLogger)
          .toList();

  private BrokerLogs() {}

  static void quiet() {
    Level level = Level.parse(System.getProperty(PROPERTY, "OFF"));
    LOGGERS.forEach(logger -> logger.setLevel(level));
  }
}
