package io.crosstide.status;

import io.quarkus.logging.json.runtime.JsonFormatter.JsonLogGenerator;
import io.quarkus.logging.json.runtime.JsonProvider;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * The keys of log lines. The program writes them into the message, {@code flow=nyc->lon
 * topic=orders it is too large}, so that they are there in every format; JSON lines have them as
 * fields as well.
 */
@Singleton
final class LogKeys implements JsonProvider {
  private static final Pattern KEY =
      Pattern.compile("\\b(cluster|flow|topic|partition|offset|revision)=([^\\s,;:]+)");

  @Override
  public void writeTo(JsonLogGenerator line, ExtLogRecord event) throws Exception {
    Matcher found = KEY.matcher(event.getFormattedMessage());
    Set<String> seen = new HashSet<>();
    while (found.find()) {
      // A JSON object has each key once; the first is the one the line is about.
      if (seen.add(found.group(1))) {
        line.add(found.group(1), found.group(2));
      }
    }
  }
}
