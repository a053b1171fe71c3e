package io.crosstide.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program that ships, as the words that begin its command line: on this JVM, or the native
 * executable that {@code -Dcrosstide.executable=FILE} names, so that every test that starts the
 * program can be run with either.
 *
 * @param isNative whether it runs without a JVM
 */
public record Program(List<String> command, boolean isNative) {
  private static final String EXECUTABLE = "crosstide.executable";

  public Program {
    command = List.copyOf(command);
  }

  /**
   * The executable that is named, else the jar, with the JVM options of CROSSTIDE_JAVA_OPTS.
   *
   * @param jar {@code quarkus-run.jar}
   * @throws IllegalStateException when what would be started is not there
   */
  public static Program of(Path jar) {
    String executable = System.getProperty(EXECUTABLE, "");
    if (!executable.isEmpty()) {
      return executable(Path.of(executable));
    }
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is not there; ./crosstide builds it");
    }
    String options = System.getenv().getOrDefault("CROSSTIDE_JAVA_OPTS", "");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).forEach(words::add);
    words.addAll(List.of("-jar", jar.toString()));
    return new Program(words, false);
  }

  private static Program executable(Path file) {
    if (!Files.isExecutable(file)) {
      throw new IllegalStateException(file + " (-D" + EXECUTABLE + ") can't be executed");
    }
    return new Program(List.of(file.toAbsolutePath().toString()), true);
  }

  /** The same with a Java system property. */
  public Program property(String name, String value) {
    List<String> words = new ArrayList<>(command);
    words.add(1, "-D" + name + "=" + value);
    return new Program(words, isNative);
  }

  /** The whole command line. */
  public List<String> with(List<String> arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(arguments);
    return words;
  }
}
