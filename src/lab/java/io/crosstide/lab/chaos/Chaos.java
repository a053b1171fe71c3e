package io.crosstide.lab.chaos;

import io.crosstide.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./crosstide chaos}: exits 0 when no record is lost, doubled, moved or altered, else 1. */
@Command(
    name = "crosstide chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Kills, freezes, cuts off and restarts the instances of a mirror and the brokers of two"
            + " clusters, by seed, while applications write; then accounts for every record.")
public final class Chaos implements Callable<Integer> {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How long faults are done. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same seed, same faults in the same order. Default: by the clock.")
  private Long seed;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "3",
      description = "Processes that share the flow. Default: ${DEFAULT-VALUE}.")
  private int instances;

  @Option(
      names = "--contender",
      paramLabel = "NAME",
      defaultValue = "crosstide",
      description = "crosstide, mm2 or mm2-exactly-once. Default: ${DEFAULT-VALUE}.")
  private String contender;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "800",
      description = "Records per second at the source. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--spoil",
      description = "Double one record at the target in the end: the exit code must be 1.")
  private boolean spoil;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where reports and logs go. Default: target/chaos.")
  private Path out;

  private Chaos() {}

  /** The launcher sets {@code crosstide.home}, and for MirrorMaker 2 where its class path stands. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Chaos())
            .setExecutionExceptionHandler(
                (exception, commandLine, parsed) -> {
                  exception.printStackTrace();
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("crosstide.home", "."));
    ChaosOptions options =
        new ChaosOptions(
            Duration.ofMinutes(minutes),
            seed != null ? seed : System.currentTimeMillis(),
            instances,
            rate,
            spoil,
            out != null ? out : home.resolve("target/chaos"));
    ChaosReport report = new ChaosRun(options, contender(home), System.out::println).run();
    Files.createDirectories(options.out());
    Path file = options.out().resolve(report.fileName() + ".md");
    Files.writeString(file, ReportText.markdown(report));
    Files.writeString(
        options.out().resolve(report.fileName() + ".json"), ReportText.json(report));
    System.out.println();
    System.out.println(ReportText.summary(report));
    System.out.println("report: " + file);
    return report.good() ? 0 : 1;
  }

  private Contender contender(Path home) {
    return switch (contender) {
      case "crosstide" ->
          new CrosstideContender(
              Program.of(home.resolve("target/quarkus-app/quarkus-run.jar")));
      case "mm2" -> mirrorMaker(false);
      case "mm2-exactly-once" -> mirrorMaker(true);
      default ->
          throw new IllegalArgumentException(
              "--contender is crosstide, mm2 or mm2-exactly-once, not " + contender);
    };
  }

  private Contender mirrorMaker(boolean exactlyOnce) {
    Path file = Path.of(System.getProperty("crosstide.mm2.classpath.file"));
    return new MirrorMakerContender(exactlyOnce, MirrorMakerContender.classPath(file), instances);
  }
}
