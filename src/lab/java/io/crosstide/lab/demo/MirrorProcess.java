package io.crosstide.lab.demo;

import io.crosstide.lab.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The shipped program as a child process. */
public final class MirrorProcess extends ChildProcess {
  /**
   * @param jar {@code quarkus-run.jar}
   * @param topology the file of which it runs every flow
   * @param log gets all it prints
   * @throws DemoFailedException when the jar is not there
   */
  public MirrorProcess(Path jar, Path topology, int httpPort, Path log) {
    super(command(jar, topology, httpPort), log);
  }

  private static List<String> command(Path jar, Path topology, int httpPort) {
    if (!Files.isRegularFile(jar)) {
      throw new DemoFailedException(jar + " is not there; ./crosstide builds it");
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getenv().getOrDefault("CROSSTIDE_JAVA_OPTS", "");
    Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).forEach(words::add);
    words.addAll(List.of("-jar", jar.toString(), "run"));
    words.addAll(List.of("--topology", topology.toString(), "--flow", "all"));
    words.addAll(List.of("--http-port", Integer.toString(httpPort), "--http-host", "127.0.0.1"));
    return words;
  }
}
