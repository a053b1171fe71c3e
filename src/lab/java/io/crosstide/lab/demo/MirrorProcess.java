package io.crosstide.lab.demo;

import io.crosstide.lab.ChildProcess;
import io.crosstide.lab.Program;
import java.nio.file.Path;
import java.util.List;

/** The shipped program as a child process. */
public final class MirrorProcess extends ChildProcess {
  /**
   * @param topology the file of which it runs every flow
   * @param log gets all it prints
   */
  public MirrorProcess(Program program, Path topology, int httpPort, Path log) {
    super(program.with(arguments(topology, httpPort)), log);
  }

  private static List<String> arguments(Path topology, int httpPort) {
    return List.of(
        "run",
        "--topology",
        topology.toString(),
        "--flow",
        "all",
        "--http-port",
        Integer.toString(httpPort),
        "--http-host",
        "127.0.0.1");
  }
}
