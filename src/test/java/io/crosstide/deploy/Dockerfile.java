package io.crosstide.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A Dockerfile's instructions, and what is wrong with them. */
record Dockerfile(List<String> instructions) {
  private static final Pattern IMAGE = Pattern.compile("[\\w./-]+:[\\w.-]*[a-z0-9.-]+");
  private static final Pattern USER = Pattern.compile("USER [1-9][0-9]*:[1-9][0-9]*");

  static Dockerfile parse(String text) {
    List<String> instructions = new ArrayList<>();
    String joined = text.replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
    joined.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(instructions::add);
    return new Dockerfile(instructions);
  }

  /** The instructions from the last FROM on: what ships. */
  List<String> lastStage() {
    int from = 0;
    for (int i = 0; i < instructions.size(); i++) {
      from = instructions.get(i).startsWith("FROM ") ? i : from;
    }
    return instructions.subList(from, instructions.size());
  }

  /** Words of the last instruction of this kind in what ships, in its JSON form. */
  List<String> words(String kind) {
    String instruction = last(kind);
    if (!instruction.matches(kind + " \\[.*]")) {
      return List.of();
    }
    String inside = instruction.substring(instruction.indexOf('[') + 1, instruction.length() - 1);
    return Arrays.stream(inside.split(",")).map(word -> word.strip().replace("\"", "")).toList();
  }

  /** What is copied from the project into the stage that builds. */
  List<String> sources() {
    return instructions.stream()
        .filter(one -> one.startsWith("COPY ") && !one.contains("--from="))
        .flatMap(
            one -> {
              List<String> words = Arrays.stream(one.split(" ")).skip(1).toList();
              return words.subList(0, words.size() - 1).stream();
            })
        .filter(word -> !word.startsWith("--"))
        .toList();
  }

  /** What is wrong; empty when nothing is. */
  List<String> violations() {
    List<String> violations = new ArrayList<>();
    List<String> stages = instructions.stream().filter(one -> one.startsWith("FROM ")).toList();
    expect(stages.size() > 1, "ships what it was built with", violations);
    for (String stage : stages) {
      String image = stage.split(" ")[1];
      expect(
          IMAGE.matcher(image).matches() && !image.endsWith(":latest"),
          "is made from an image of no version: " + image,
          violations);
    }
    List<String> shipped = lastStage();
    expect(USER.matcher(last("USER")).matches(), "runs as root, or by name", violations);
    expect(!words("ENTRYPOINT").isEmpty(), "puts a shell before the program", violations);
    expect(
        shipped.stream().noneMatch(one -> one.startsWith("RUN ")),
        "needs a shell in what ships",
        violations);
    expect(
        shipped.stream().noneMatch(one -> one.startsWith("ADD ")),
        "adds what it may fetch",
        violations);
    expect(last("STOPSIGNAL").equals("STOPSIGNAL SIGTERM"), "is stopped otherwise", violations);
    for (String label : List.of("title", "description", "version", "revision")) {
      expect(
          last("LABEL").contains("org.opencontainers.image." + label + "="),
          "does not say its " + label,
          violations);
    }
    return violations;
  }

  private String last(String kind) {
    return lastStage().stream()
        .filter(one -> one.startsWith(kind + " "))
        .reduce((first, second) -> second)
        .orElse("");
  }

  private static void expect(boolean holds, String otherwise, List<String> violations) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}
