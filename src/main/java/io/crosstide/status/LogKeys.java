package io.crosstide.status;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.MDC;

/**
 * The keys that log lines carry, each under one name everywhere, on the calling thread until
 * closed: {@code try (var keys = LogKeys.flow("nyc->lon").topic("orders").partition(3)) { log...
 * }}.
 */
public final class LogKeys implements AutoCloseable {
  /** All keys in one text, for the console format; JSON lines have them one by one. */
  private static final String ALL = "keys";

  private record Former(String key, Object value) {}

  private final List<Former> formers = new ArrayList<>();

  private LogKeys() {}

  public static LogKeys flow(String flow) {
    return new LogKeys().with("flow", flow);
  }

  /** The topic at the source. */
  public LogKeys topic(String topic) {
    return with("topic", topic);
  }

  public LogKeys partition(int partition) {
    return with("partition", partition);
  }

  /** An offset at the source. */
  public LogKeys offset(long offset) {
    return with("offset", offset);
  }

  /** The revision of the topology. */
  public LogKeys revision(String revision) {
    return with("revision", revision);
  }

  /** Puts back what was there before. */
  @Override
  public void close() {
    for (int i = formers.size() - 1; i >= 0; i--) {
      Former former = formers.get(i);
      if (former.value() == null) {
        MDC.remove(former.key());
      } else {
        MDC.put(former.key(), former.value());
      }
    }
    formers.clear();
  }

  private LogKeys with(String key, Object value) {
    put(key, value.toString());
    Object before = MDC.get(ALL);
    put(ALL, (before == null ? "" : before + " ") + key + "=" + value);
    return this;
  }

  private void put(String key, String value) {
    formers.add(new Former(key, MDC.get(key)));
    MDC.put(key, value);
  }
}
