package io.crosstide.mirrormaker;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes maps, lists and texts as YAML, one key a line, quoted where it is needed. */
final class YamlText {
  /** Texts that mean themselves without quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/_$][A-Za-z0-9/_.*>-]*|[0-9]{1,9}|-?[A-Za-z0-9_]+->[A-Za-z0-9_-]+");

  private static final Pattern WORD_OF_YAML =
      Pattern.compile("(?i)null|~|true|false|yes|no|on|off|y|n");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  static String of(Map<String, Object> root) {
    YamlText yaml = new YamlText();
    yaml.write(root, 0);
    return yaml.text.toString();
  }

  private void write(Map<?, ?> map, int depth) {
    map.forEach(
        (key, value) -> {
          text.append("  ".repeat(depth)).append(scalar(key)).append(':');
          if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
            text.append('\n');
            write(inner, depth + 1);
          } else if (value instanceof List<?> list) {
            text.append(' ').append(list(list)).append('\n');
          } else {
            text.append(' ').append(value instanceof Map ? "{}" : scalar(value)).append('\n');
          }
        });
  }

  private static String list(List<?> list) {
    return "[" + String.join(", ", list.stream().map(YamlText::quotedInList).toList()) + "]";
  }

  private static String quotedInList(Object value) {
    return value.toString().matches("[A-Za-z][A-Za-z0-9_.-]*") ? scalar(value) : quoted(value);
  }

  private static String scalar(Object value) {
    if (value instanceof Boolean || value instanceof Number) {
      return value.toString();
    }
    String word = value.toString();
    return PLAIN.matcher(word).matches() && !WORD_OF_YAML.matcher(word).matches()
        ? word
        : quoted(word);
  }

  private static String quoted(Object value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : value.toString().toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c < ' ' ? "\\x%02x".formatted((int) c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }
}
