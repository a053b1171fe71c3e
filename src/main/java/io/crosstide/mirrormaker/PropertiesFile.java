package io.crosstide.mirrormaker;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;

/** Reads a properties file line by line, so that every property knows its place. */
final class PropertiesFile {
  private PropertiesFile() {}

  /** The last of two that have the same name stands, as in Java. */
  static Settings read(String text) throws UnreadableException {
    Settings settings = new Settings();
    List<String> lines = text.lines().toList();
    int at = 0;
    while (at < lines.size()) {
      int first = at;
      StringBuilder logical = new StringBuilder(lines.get(at++));
      while (at < lines.size() && !comment(lines.get(first)) && goesOn(lines.get(at - 1))) {
        logical.append('\n').append(lines.get(at++));
      }
      read(logical.toString(), "line " + (first + 1), settings);
    }
    return settings;
  }

  private static boolean comment(String line) {
    String text = line.strip();
    return text.startsWith("#") || text.startsWith("!");
  }

  /** An odd number of backslashes at its end. */
  private static boolean goesOn(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  private static void read(String logical, String place, Settings into) throws UnreadableException {
    Properties one = new Properties();
    try {
      one.load(new StringReader(logical));
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          place, "a backslash and u without four hexadecimal digits", "write \\\\ for a backslash");
    } catch (IOException e) {
      throw new IllegalStateException("a string is always readable", e);
    }
    for (String key : one.stringPropertyNames()) {
      into.put(new Setting(key, one.getProperty(key).strip(), place));
    }
  }
}
