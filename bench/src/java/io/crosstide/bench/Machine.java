package io.crosstide.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On what the benchmark ran; nothing that names the machine or its user. */
final class Machine {
  private Machine() {}

  static Map<String, String> describe(Path home, Path mirrorMaker) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", first(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", first(Path.of("/proc/meminfo"), "MemTotal:\\s*(.*)"));
    facts.put("load average at start", first(Path.of("/proc/loadavg"), "^(\\S+)"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("brokers", "Kafka " + org.apache.kafka.common.utils.AppInfoParser.getVersion());
    facts.put("mirrormaker", first(mirrorMaker, "connect-mirror-([0-9][^/]*?)\\.jar"));
    facts.put("crosstide", Revisions.describe(home));
    return facts;
  }

  private static String first(Path file, String pattern) throws IOException {
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    Matcher found =
        Pattern.compile(pattern).matcher(Files.readString(file, StandardCharsets.UTF_8));
    return found.find() ? found.group(1) : "unknown";
  }
}
