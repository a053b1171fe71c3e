package io.crosstide.bench;

import io.crosstide.bench.report.BenchRun;
import io.crosstide.bench.report.ConsoleReport;
import io.crosstide.bench.report.Contenders;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
  /** Fewer show no spread. */
  private static final int ROUNDS = 3;

  private static final List<String> CONTENDERS =
      List.of(
          Contenders.FLOOR,
          Contenders.DIRECT,
          Contenders.MM2_TUNED,
          Contenders.MM2_DEFAULT,
          Contenders.MM2_EXACTLY_ONCE,
          "none");

  @Option(names = "--quick", description = "Two cases, one round: about 3 minutes.")
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
      names = "--native",
      paramLabel = "FILE",
      description = "Let this native executable of Crosstide run as well.")
  private Path executable;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go. Default: target/bench/results.")
  private Path out;

  private final Path home = ofLauncher("crosstide.home");
  private final Path mirrorMaker = ofLauncher("crosstide.mm2.classpath.file");
  private String[] arguments = {};

  @Spec private CommandSpec spec;

  private Bench() {}

  /** As a program. */
  public static void main(String[] args) {
    Bench bench = new Bench();
    bench.arguments = args.clone();
    System.exit(new CommandLine(bench).execute(args));
  }

  /** With these options, and not run. */
  static Bench parsed(String... args) {
    Bench bench = new Bench();
    new CommandLine(bench).parseArgs(args);
    return bench;
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosen();
    if (list) {
      chosen.forEach(scenario -> say("%-16s %s", scenario.name(), scenario.scene().title()));
      return 0;
    }
    requireKnown("contender", contenders, CONTENDERS);
    ResultFiles files =
        new ResultFiles(
            out != null ? out : home.resolve("target/bench/results"),
            home.resolve("bench/results"));
    Instant startedAt = Instant.now();
    Map<String, String> machine = Machine.describe(home, mirrorMaker);
    Map<String, Contender> mirrors = mirrors();
    List<Measurement> measurements = new ArrayList<>();
    Supplier<Summary> soFar =
        () ->
            Summary.of(
                new BenchRun(
                    startedAt,
                    ("./crosstide bench " + String.join(" ", arguments)).strip(),
                    machine,
                    settings(mirrors, chosen),
                    chosen.stream().map(Scenario::scene).toList(),
                    measurements));
    for (Scenario scenario : chosen) {
      say("== %s: %s", scenario.name(), scenario.scene().title());
      run(scenario, mirrors, measurements);
      // After each case, so that a run that is broken off leaves what it has measured.
      files.write(soFar.get());
    }
    Summary summary = soFar.get();
    if (isWhole()) {
      files.writeLatest(summary);
    }
    say("%n%s%nresults: %s", ConsoleReport.of(summary), files.out());
    return summary.allWell() ? 0 : 1;
  }

  private static Path ofLauncher(String property) {
    return Path.of(System.getProperty(property, ""));
  }

  /** Whether nothing was left out. */
  boolean isWhole() {
    return !quick && only.isEmpty() && contenders.isEmpty() && rounds() >= ROUNDS;
  }

  private int rounds() {
    return rounds != null ? rounds : quick ? 1 : ROUNDS;
  }

  private List<Scenario> chosen() {
    List<Scenario> all = quick ? Scenarios.quick() : Scenarios.full();
    requireKnown("case", only, all.stream().map(Scenario::name).toList());
    return all.stream().filter(one -> only.isEmpty() || only.contains(one.name())).toList();
  }

  private void requireKnown(String what, List<String> names, List<String> known) {
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no %s is named %s; there are %s".formatted(what, unknown, known));
    }
  }

  private Map<String, Contender> mirrors() throws IOException {
    String options = System.getProperty("crosstide.options", "");
    String tls = System.getProperty("crosstide.options.tls", "");
    Map<String, Contender> mirrors = new LinkedHashMap<>();
    Path jar = ofLauncher("crosstide.jar");
    mirrors.put(
        Contenders.CROSSTIDE, CrosstideContender.onJvm(Contenders.CROSSTIDE, jar, options, tls));
    if (executable != null) {
      mirrors.put(Contenders.CROSSTIDE_NATIVE, CrosstideContender.executable(executable));
    }
    if (against != null) {
      String name = Contenders.CROSSTIDE_AT + against;
      mirrors.put(
          name, CrosstideContender.onJvm(name, Revisions.jar(home, against), options, tls));
    }
    String classPath = Files.readString(mirrorMaker, StandardCharsets.UTF_8).strip();
    for (String name :
        List.of(Contenders.MM2_TUNED, Contenders.MM2_DEFAULT, Contenders.MM2_EXACTLY_ONCE)) {
      mirrors.put(name, new MirrorMaker(name, classPath));
    }
    return mirrors;
  }

  private void run(Scenario scenario, Map<String, Contender> mirrors, List<Measurement> to)
      throws InterruptedException {
    List<String> turns = turns(scenario, mirrors.keySet());
    int before = to.size();
    try (Arena arena = new Arena(scenario)) {
      CaseRun run = new CaseRun(arena, mirrors);
      say("  warm-up: %s", run.prepare().stream().map("%.4g"::formatted).toList());
      for (int round = 1; round <= rounds(); round++) {
        for (String contender : turns) {
          add(run.take(contender, round), to);
        }
        // Nobody runs always first.
        Collections.rotate(turns, 1);
      }
    } catch (IOException | ExecutionException | RuntimeException e) {
      // The other cases go on; who had no turn in this one has failed in it.
      if (to.size() == before) {
        String problem = "the case did not start: " + CaseRun.problem(e);
        turns.forEach(
            name -> add(new Measurement(scenario.name(), name, 1, Map.of(), problem), to));
      } else {
        say("  the case did not end well: %s", CaseRun.problem(e));
      }
    }
  }

  /** Who runs in a case, in the order of the first round. */
  private List<String> turns(Scenario scenario, Set<String> mirrors) {
    List<String> turns = new ArrayList<>(scenario.contenders());
    if (!contenders.isEmpty()) {
      turns.retainAll(contenders);
    }
    mirrors.stream()
        .filter(Contenders::isCrosstide)
        .forEach(turns::addFirst);
    return turns;
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

  private static Map<String, Map<String, String>> settings(
      Map<String, Contender> mirrors, List<Scenario> chosen) {
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    mirrors.forEach((name, mirror) -> settings.put(name, mirror.settings()));
    settings.put("brokers", Arena.settings());
    settings.put("measuring", Measuring.settings());
    Map<String, String> cases = new LinkedHashMap<>();
    chosen.forEach(scenario -> cases.put(scenario.name(), scenario.describe()));
    settings.put("cases", cases);
    return settings;
  }

  private static void say(String form, Object... values) {
    System.out.println(form.formatted(values));
  }
}
