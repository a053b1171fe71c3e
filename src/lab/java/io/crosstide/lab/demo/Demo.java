package io.crosstide.lab.demo;

import io.crosstide.lab.LabDirectory;
import io.crosstide.lab.Program;
import io.crosstide.topology.TopologyReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./crosstide demo}: exits 0 when all went well, 1 when not, 2 when wrongly called. */
@Command(
    name = "crosstide demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Brings a topology to life on this machine: a real Kafka broker per cluster, traffic, and"
            + " the mirror between them. Leaves nothing behind.")
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--topology",
      paramLabel = "FILE",
      description = "The topology to run. Default: topologies/active-active.yaml.")
  private Path topology;

  @Option(
      names = "--check",
      description =
          "Mirror a fixed number of records, compare source and target record by record, print one"
              + " line of figures; exit 0 only when all is well.")
  private boolean check;

  @Option(
      names = "--kill",
      description = "With --check: kill -9 the mirror in the middle and start it again.")
  private boolean kill;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "With --check: records per cluster. Default: ${DEFAULT-VALUE}.")
  private long records;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "HTTP port; the next free one when it is taken. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Records per second and cluster, 0: as fast as it goes. Default: 1000, with --check 0.")
  private Integer rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "Without --check: stop after so many seconds. Default: when told to.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the traffic. Default: ${DEFAULT-VALUE}.")
  private long seed;

  private final Path home;
  private final boolean terminal;
  private final PrintStream out = System.out;

  private Demo(Path home, boolean terminal) {
    this.home = home;
    this.terminal = terminal;
  }

  /** The launcher sets {@code crosstide.home} and, on a terminal, {@code crosstide.terminal}. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty("crosstide.home", "."));
    Demo demo = new Demo(home, Boolean.getBoolean("crosstide.terminal"));
    System.exit(
        new CommandLine(demo)
            .setExecutionExceptionHandler(
                (exception, commandLine, parsed) -> {
                  if (!(exception instanceof DemoFailedException)) {
                    exception.printStackTrace();
                  }
                  System.err.println("demo failed: " + exception.getMessage());
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() {
    Path file = topology != null ? topology : home.resolve("topologies/active-active.yaml");
    int pace = rate != null ? rate : check ? 0 : 1_000;
    DemoOptions options =
        new DemoOptions(file, check, kill, records, port, pace, seed, seconds);
    try (LabDirectory dir = LabDirectory.temporary("demo");
        Stage stage = Stage.of(options, TopologyReader::read, program(), dir.path())) {
      Thread stop = new Thread(() -> stop(stage, dir), "demo-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      return show(stage) ? 0 : 1;
    }
  }

  private Program program() {
    try {
      return Program.of(home.resolve("target/quarkus-app/quarkus-run.jar"));
    } catch (IllegalStateException e) {
      throw new DemoFailedException(e.getMessage(), e);
    }
  }

  private boolean show(Stage stage) {
    out.printf(
        "%s: %d clusters, %d flows%n",
        stage.options().topology(),
        stage.topology().clusters().size(),
        stage.topology().flows().size());
    stage.start();
    stage
        .topology()
        .clusters()
        .keySet()
        .forEach(
            alias ->
                out.printf(
                    "  %-12s %s  %s%n",
                    alias,
                    stage.clusters().cluster(alias).bootstrap(),
                    DemoTopics.words(stage.topics().getOrDefault(alias, List.of()))));
    out.printf("  %-12s %sstatus  %sq/metrics%n%n", "mirror", stage.status().address(), stage.status().address());
    if (check) {
      return new CheckRun(stage, out).run();
    }
    new LiveRun(stage, out, terminal).run();
    return true;
  }

  private static void stop(Stage stage, LabDirectory dir) {
    stage.close();
    dir.close();
  }
}
