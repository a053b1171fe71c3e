package io.crosstide.cli;

import io.crosstide.git.TopologyLocation;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.TopicAtSource;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyDiff;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crosstide diff}. */
@Command(
    name = "diff",
    description = {
      "Show what changes from one topology to another: flows and topics that appear, vanish or get"
          + " other names. A name that would start a second copy of a topic is called out.",
      "Touches no cluster: sets of names are compared, for all names that there can be. With"
          + " --topics, those topics and no others."
    },
    footerHeading = "%nExample:%n",
    footer = "  crosstide diff main:topology.yaml topology.yaml",
    exitCodeOnInvalidInput = 1,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing that the clusters would notice",
      "1:a topology can't be used, or wrongly called",
      "2:there are differences"
    })
final class DiffCommand implements Callable<Integer> {
  /** Something differs. */
  static final int DIFFERENT = 2;

  /** How the differences are written. */
  enum Output {
    TEXT,
    MARKDOWN,
    JSON
  }

  private static final String PLACE =
      "A topology file, REVISION:PATH in the git repository one stands in, or git+https://...";

  private final Function<Path, ReadResult> topologies;
  private final Path directory;

  @Spec private CommandSpec spec;

  @Mixin private RepositoryOptions repository;

  @Parameters(index = "0", paramLabel = "OLD", description = PLACE)
  private String before;

  @Parameters(index = "1", paramLabel = "NEW", description = PLACE)
  private String after;

  @Option(
      names = "--topics",
      paramLabel = "FILE",
      description = "Names of topics at the sources, one a line; nyc:orders is at nyc alone.")
  private Path topics;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text for people, markdown for a pull request, json for machines."
              + " Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  /**
   * @param directory where git is asked for revisions
   */
  DiffCommand(Function<Path, ReadResult> topologies, Path directory) {
    this.topologies = topologies;
    this.directory = directory;
  }

  @Override
  public Integer call() {
    Topology old = topology(before);
    Topology now = topology(after);
    TopologyDiff diff = topics == null ? ofAllNames(old, now) : TopologyDiff.of(old, now, listed());
    spec.commandLine()
        .getOut()
        .print(
            switch (output) {
              case TEXT -> DiffText.text(diff, spec.commandLine().getColorScheme());
              case MARKDOWN -> DiffText.markdown(diff);
              case JSON -> DiffText.json(diff);
            });
    spec.commandLine().getOut().flush();
    return diff.isEmpty() ? Commands.OK : DIFFERENT;
  }

  private static TopologyDiff ofAllNames(Topology old, Topology now) {
    try {
      return TopologyDiff.of(old, now);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage() + "; give a list with --topics", e);
    }
  }

  private Topology topology(String place) {
    ReadResult read = read(place);
    read.problems().forEach(problem -> spec.commandLine().getErr().println(problem.format()));
    spec.commandLine().getErr().flush();
    return read.topology()
        .orElseThrow(() -> new CommandFailedException(place + " can't be used: see above", null));
  }

  private ReadResult read(String place) {
    if (isFile(place) || place.indexOf(':') <= 0) {
      return topologies.apply(Path.of(place));
    }
    if (!place.startsWith(RepositoryOptions.GIT)) {
      return TopologyReader.read(place, GitBlob.read(directory, place));
    }
    try {
      return repository.read(TopologyLocation.parse(place), topologies, spec.commandLine());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private static boolean isFile(String place) {
    try {
      return Files.exists(Path.of(place));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private List<TopicAtSource> listed() {
    List<TopicAtSource> listed = new ArrayList<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(topics)) {
        number++;
        if (!line.isBlank() && !line.strip().startsWith("#")) {
          listed.add(parsed(line.strip(), number));
        }
      }
    } catch (IOException e) {
      throw new CommandFailedException(topics + ": can't be read: " + e.getMessage(), e);
    }
    return listed;
  }

  private TopicAtSource parsed(String line, int number) {
    try {
      return TopicAtSource.parse(line);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          "%s:%d: %s%n    mend: write a topic's name, or nyc:orders for one at nyc alone"
              .formatted(topics, number, e.getMessage()),
          e);
    }
  }
}
