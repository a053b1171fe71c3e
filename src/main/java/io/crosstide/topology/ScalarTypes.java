package io.crosstide.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of single values in a topology file. */
final class ScalarTypes {
  private static final String BYTES_SYNTAX = "([0-9]{1,9}) ?(kB|MB|GB|KiB|MiB|GiB)|[0-9]{1,18}";
  private static final Pattern BYTES = Pattern.compile(BYTES_SYNTAX);
  private static final Map<String, Long> BYTE_UNITS =
      Map.of(
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);
  private static final String DURATION_SYNTAX = "([0-9]{1,9}) ?(ms|s|m|h)";
  private static final Pattern DURATION = Pattern.compile(DURATION_SYNTAX);
  private static final String NEVER = "never";
  private static final String SEPARATOR_SYNTAX = "[._-]{1,3}";
  private static final String BROKER_SYNTAX = "(\\[[0-9a-fA-F:.]+]|[a-zA-Z0-9._-]+):([0-9]{1,5})";
  private static final Pattern BROKER = Pattern.compile(BROKER_SYNTAX);
  private static final String FLOW_SYNTAX = "([a-zA-Z0-9_-]+|\\*)->([a-zA-Z0-9_-]+|\\*)";
  private static final Pattern FLOW_NAME = Pattern.compile(FLOW_SYNTAX);

  private static final String MIRROR_MAKER = "mirror-maker(:([a-zA-Z0-9._-]{1,249}))?";
  private static final Pattern MIRROR_MAKER_START = Pattern.compile(MIRROR_MAKER);

  static final ScalarType<String> ALIAS = matching("cluster alias", Cluster.ALIAS.pattern());
  static final ScalarType<String> SEPARATOR = matching("separator", SEPARATOR_SYNTAX);
  static final ScalarType<String> TOPIC =
      new ScalarType<>(
          "topic name",
          ScalarTypes::topic,
          Map.of("type", "string", "pattern", "^[a-zA-Z0-9._-]{1,249}$"));
  static final ScalarType<Boolean> FLAG =
      new ScalarType<>("true or false", ScalarTypes::flag, Map.of("type", "boolean"));
  static final ScalarType<String> BOOTSTRAP =
      new ScalarType<>("host:port, ...", ScalarTypes::bootstrap, Map.of("type", "string"));
  static final ScalarType<String> PROPERTY_VALUE =
      new ScalarType<>(
          "text",
          ScalarTypes::propertyValue,
          Map.of("type", List.of("string", "number", "boolean")));
  static final ScalarType<StartPosition> START =
      new ScalarType<>(
          "earliest, latest, mirror-maker or an instant",
          ScalarTypes::start,
          Map.of(
              "anyOf",
              List.of(
                  Map.of("enum", List.of("earliest", "latest")),
                  Map.of("type", "string", "pattern", "^" + MIRROR_MAKER + "$"),
                  Map.of("type", "string", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T.+Z$"))));
  static final ScalarType<TopicMatcher> TOPIC_MATCHER =
      new ScalarType<>(
          "topic name or /regex/",
          TopicMatcher::parse,
          Map.of("type", "string", "pattern", "^([a-zA-Z0-9._-]{1,249}|/.+/)$"));
  static final ScalarType<FlowName> FLOW =
      new ScalarType<>(
          "source->target", ScalarTypes::flowName, Map.of("pattern", "^" + FLOW_SYNTAX + "$"));

  /** Two aliases, or {@code *} on one side. */
  record FlowName(String source, String target) {
    static final String ANY = "*";

    boolean wildcard() {
      return source.equals(ANY) || target.equals(ANY);
    }

    boolean covers(String sourceAlias, String targetAlias) {
      return (source.equals(ANY) || source.equals(sourceAlias))
          && (target.equals(ANY) || target.equals(targetAlias));
    }
  }

  private ScalarTypes() {}

  static ScalarType<Integer> count(int least, int most) {
    return new ScalarType<>(
        "whole number, " + least + " to " + most,
        text -> {
          if (!text.matches("[0-9]{1,9}")
              || Integer.parseInt(text) < least
              || Integer.parseInt(text) > most) {
            throw new BadValueException(
                "\"" + text + "\" is not a whole number from " + least + " to " + most, "");
          }
          return Integer.valueOf(text);
        },
        Map.of("type", "integer", "minimum", least, "maximum", most));
  }

  static ScalarType<Long> bytes(long least) {
    return new ScalarType<>(
        "bytes, as 1048576, 1MiB or 1MB",
        text -> {
          Matcher matcher = BYTES.matcher(text);
          if (!matcher.matches()) {
            throw new BadValueException(
                "\"" + text + "\" is no number of bytes", "write 1048576, 32MiB, or 50MB");
          }
          long bytes =
              matcher.group(2) == null
                  ? Long.parseLong(text)
                  : Long.parseLong(matcher.group(1)) * BYTE_UNITS.get(matcher.group(2));
          if (bytes < least) {
            throw new BadValueException(text + " is less than " + least + " bytes", "");
          }
          return bytes;
        },
        Map.of(
            "anyOf",
            List.of(
                Map.of("type", "integer", "minimum", least),
                Map.of("type", "string", "pattern", "^(" + BYTES_SYNTAX + ")$"))));
  }

  static ScalarType<Duration> duration(Duration least, Duration most) {
    return new ScalarType<>(
        "duration, as 500ms, 5s, 1m, 1h",
        text -> {
          Matcher matcher = DURATION.matcher(text);
          if (!matcher.matches()) {
            throw new BadValueException(
                "\"" + text + "\" is no duration", "write a number and ms, s, m or h: 5s");
          }
          Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new BadValueException(
                text + " is not from " + least.toMillis() + "ms to " + most.toMinutes() + "m", "");
          }
          return duration;
        },
        Map.of("type", "string", "pattern", "^" + DURATION_SYNTAX + "$"));
  }

  /** An interval, or {@code never}, which is zero. */
  static ScalarType<Duration> orNever(ScalarType<Duration> type) {
    return new ScalarType<>(
        type.title() + ", or never",
        text -> text.equals(NEVER) ? Duration.ZERO : type.read(text),
        Map.of("anyOf", List.of(Map.of("enum", List.of(NEVER)), type.schema())));
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> throw new IllegalStateException("unit " + unit);
    };
  }

  /** Constants as words: {@code READ_COMMITTED} is written {@code word.apply} of it. */
  static <E extends Enum<E>> ScalarType<E> choice(Class<E> type, char wordBreak) {
    Function<E, String> word =
        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', wordBreak);
    List<String> words = Arrays.stream(type.getEnumConstants()).map(word).toList();
    return new ScalarType<>(
        String.join(", ", words),
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> word.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new BadValueException(
                            "\"" + text + "\" is none of " + String.join(", ", words),
                            DidYouMean.mend(text, words))),
        Map.of("enum", words));
  }

  /** A client property that the author may set for these roles. */
  static ScalarType<String> propertyName(Role... roles) {
    return new ScalarType<>(
        "Kafka client property",
        text -> {
          OwnedProperties.refuse(text, roles);
          return text;
        },
        Map.of("not", Map.of("enum", OwnedProperties.names(roles))));
  }

  static ScalarType<String> matching(String title, String syntax) {
    Pattern pattern = Pattern.compile(syntax);
    return new ScalarType<>(
        title,
        text -> {
          if (!pattern.matcher(text).matches()) {
            throw new BadValueException(
                "\"" + text + "\" is no " + title, "it must match " + syntax);
          }
          return text;
        },
        Map.of("type", "string", "pattern", "^" + syntax + "$"));
  }

  private static String topic(String text) {
    if (!TopicNames.legal(text)) {
      throw new BadValueException(
          "\"" + text + "\" is no legal topic name",
          "1 to " + TopicNames.MAX_LENGTH + " letters, digits, \".\", \"_\" and \"-\"");
    }
    if (TopicNames.never(text)) {
      throw new BadValueException(
          "\"" + text + "\" is an internal topic, which is never mirrored", "");
    }
    return text;
  }

  private static Boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadValueException("\"" + text + "\" is not true or false", "");
    };
  }

  private static String bootstrap(String text) {
    propertyValue(text);
    for (String broker : text.split(",", -1)) {
      Matcher matcher = BROKER.matcher(broker.strip());
      if (!Placeholder.in(broker)
          && (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535)) {
        throw new BadValueException(
            "\"" + broker.strip() + "\" is not host:port",
            "write nyc-kafka.example.net:9092, several separated by commas");
      }
    }
    return text;
  }

  private static String propertyValue(String text) {
    Placeholder.malformed(text)
        .ifPresent(
            found -> {
              throw new BadValueException(
                  "\"" + found + "\" is no placeholder", "write ${env:NAME} or ${file:/path}");
            });
    return text;
  }

  private static StartPosition start(String text) {
    Matcher mirrorMaker = MIRROR_MAKER_START.matcher(text);
    if (mirrorMaker.matches()) {
      return new StartPosition.MirrorMaker(Optional.ofNullable(mirrorMaker.group(2)));
    }
    try {
      return switch (text) {
        case "earliest" -> new StartPosition.Earliest();
        case "latest" -> new StartPosition.Latest();
        default -> new StartPosition.At(Instant.parse(text));
      };
    } catch (DateTimeParseException e) {
      throw new BadValueException(
          "\"" + text + "\" is no start position",
          "write earliest, latest, mirror-maker, or an instant as 2026-11-01T00:00:00Z");
    }
  }

  private static FlowName flowName(String text) {
    Matcher matcher = FLOW_NAME.matcher(text);
    if (!matcher.matches()) {
      throw new BadValueException(
          "\"" + text + "\" is no flow name", "write source->target, with aliases of clusters");
    }
    return new FlowName(matcher.group(1), matcher.group(2));
  }
}
