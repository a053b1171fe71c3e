package io.crosstide.bench;

import io.crosstide.bench.report.BenchRun;
import io.crosstide.bench.report.ChartReport;
import io.crosstide.bench.report.ConsoleReport;
import io.crosstide.bench.report.Contenders;
import io.crosstide.bench.report.JsonReport;
import io.crosstide.bench.report.MarkdownReport;
import io.crosstide.bench.report.Measurement;
import io.crosstide.bench.report.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./crosstide bench}: exits 0 when every target held what its source holds, else 1. */
@Command(
    name = "crosstide bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Mirrors the same topics with Crosstide and with MirrorMaker 2, in turns, between real brokers"
            + " on this machine; writes results as Markdown, JSON and SVG. bench micro -h: the hot"
            + " paths alone.")
public final class Bench implements Callable<Integer> {
  @Option(names = "--quick", description = "Two small cases, one round: about 3 minutes.")
  private boolean quick;

  @Option(
      names = "--case",
      paramLabel = "NAME",
      split = ",",
      description = "Only these cases; --list names them.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Name the cases and do nothing.")
  private boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of each contender in each case. Default: 3, with --quick 1.")
  private Integer rounds;

  @Option(
      names = "--contender",
      paramLabel = "NAME",
      split = ",",
      description = "Only these beside Crosstide: floor, direct, mm2-tuned, ...; none for nobody.")
  private List<String> contenders = List.of();

  @Option(
      names = "--against",
      paramLabel = "REV",
      description = "Let this git revision of Crosstide run as well.")
  private String against;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go. Default: target/bench/results.")
  private Path out;

  private final Path home = Path.of(System.getProperty("crosstide.home"));
  private final Path mirrorMaker = Path.of(System.getProperty("crosstide.mm2.classpath.file"));
  private String[] arguments = {};

  private Bench() {}

  /** As a program. */
  public static void main(String[] args) {
    Bench bench = new Bench();
    bench.arguments = args.clone();
    System.exit(new CommandLine(bench).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosen();
    if (list) {
      chosen.forEach(scenario -> say("%-16s %s", scenario.name(), scenario.scene().title()));
      return 0;
    }
    if (out == null) {
      out = home.resolve("target/bench/results");
    }
    Instant startedAt = Instant.now();
    List<Contender> crosstides = crosstides();
    List<Measurement> measurements = new ArrayList<>();
    for (Scenario scenario : chosen) {
      say("== %s: %s", scenario.name(), scenario.scene().title());
      run(scenario, crosstides, measurements);
      // After each case, so that a run that is broken off leaves what it has measured.
      write(report(startedAt, chosen, crosstides, measurements));
    }
    BenchRun run = report(startedAt, chosen, crosstides, measurements);
    say("%n%s%nresults: %s", ConsoleReport.of(Summary.of(run)), out);
    return measurements.stream().allMatch(Measurement::contentEqual) ? 0 : 1;
  }

  private List<Scenario> chosen() {
    List<Scenario> all = quick ? Scenarios.quick() : Scenarios.full();
    List<String> unknown = new ArrayList<>(only);
    unknown.removeAll(all.stream().map(Scenario::name).toList());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("no case is named " + unknown + "; see --list");
    }
    return all.stream().filter(one -> only.isEmpty() || only.contains(one.name())).toList();
  }

  private List<Contender> crosstides() {
    String options = System.getenv().getOrDefault("CROSSTIDE_JAVA_OPTS", "");
    List<Contender> crosstides = new ArrayList<>();
    Path jar = Path.of(System.getProperty("crosstide.jar"));
    crosstides.add(new CrosstideContender(Contenders.CROSSTIDE, jar, options));
    if (against != null) {
      Path other = Revisions.jar(home, against);
      crosstides.add(new CrosstideContender(Contenders.CROSSTIDE_AT + against, other, options));
    }
    return crosstides;
  }

  private void run(Scenario scenario, List<Contender> crosstides, List<Measurement> to)
      throws IOException, InterruptedException, ExecutionException {
    Set<String> others = new LinkedHashSet<>(scenario.contenders());
    if (!contenders.isEmpty()) {
      others.retainAll(contenders);
    }
    List<Contender> processes = new ArrayList<>(crosstides);
    String classPath = Files.readString(mirrorMaker, StandardCharsets.UTF_8).strip();
    others.stream()
        .filter(name -> name.startsWith("mm2"))
        .forEach(name -> processes.add(new MirrorMaker(name, classPath)));
    int count = rounds != null ? rounds : quick ? 1 : 3;
    try (Arena arena = Arena.start(scenario)) {
      CaseRun run = new CaseRun(scenario, arena);
      run.prepare();
      for (int round = 1; round <= count; round++) {
        if (others.contains(Contenders.FLOOR)) {
          add(run.floor(round), to);
        }
        if (others.contains(Contenders.DIRECT)) {
          add(run.direct(round), to);
        }
        for (Contender contender : processes) {
          add(run.of(contender, round), to);
        }
        // Nobody runs always first, or always after the same other one.
        Collections.rotate(processes, 1);
      }
    }
  }

  private static void add(Measurement measurement, List<Measurement> to) {
    to.add(measurement);
    StringBuilder line = new StringBuilder();
    measurement
        .values()
        .forEach((metric, value) -> line.append("  %.4g %s".formatted(value, metric.title())));
    say(
        "%d %-14s%s%s",
        measurement.round(),
        measurement.contender(),
        line,
        measurement.contentEqual() ? "" : "  PROBLEM: " + measurement.problem());
  }

  private BenchRun report(
      Instant startedAt,
      List<Scenario> chosen,
      List<Contender> crosstides,
      List<Measurement> measurements)
      throws IOException {
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    crosstides.forEach(one -> settings.put(one.name(), one.settings()));
    for (String name :
        List.of(Contenders.MM2_DEFAULT, Contenders.MM2_TUNED, Contenders.MM2_EXACTLY_ONCE)) {
      settings.put(name, new MirrorMaker(name, "").settings());
    }
    settings.put("brokers", Arena.settings());
    String command = "./crosstide bench " + String.join(" ", arguments);
    return new BenchRun(
        startedAt,
        command.strip(),
        Machine.describe(home, mirrorMaker),
        settings,
        chosen.stream().map(Scenario::scene).toList(),
        measurements);
  }

  private void write(BenchRun run) throws IOException {
    Summary summary = Summary.of(run);
    Files.createDirectories(out);
    Files.writeString(out.resolve("results.json"), JsonReport.of(summary));
    Files.writeString(out.resolve("results.svg"), ChartReport.of(summary));
    Files.writeString(out.resolve("results.md"), MarkdownReport.of(summary, "results.svg"));
  }

  private static void say(String form, Object... values) {
    System.out.println(form.formatted(values));
  }
}
