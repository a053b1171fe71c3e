package io.crosstide.cli;

import io.crosstide.flow.TopologyFollower;
import io.crosstide.git.Candidate;
import io.crosstide.git.Candidate.Refusal;
import io.crosstide.git.LastGoodRevision;
import io.crosstide.git.Revision;
import io.crosstide.git.UnreadableTopologyException;
import io.crosstide.status.TopologyStatus;
import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Finds what a process begins with: the newest revision, or the last good one where that can't be
 * read or used. Problems are printed.
 */
final class FirstRevision {
  private final TopologyFollower.Settings settings;
  private final String flow;
  private final Instant now;
  private final CommandLine commandLine;

  /**
   * A revision to begin with.
   *
   * @param flows those of the topology that the process serves, at least one
   */
  record Begun(Topology topology, List<Flow> flows, TopologyStatus status) {}

  /**
   * @param flow as the user named it; may be null
   */
  FirstRevision(
      TopologyFollower.Settings settings, String flow, Instant now, CommandLine commandLine) {
    this.settings = settings;
    this.flow = flow;
    this.now = now;
    this.commandLine = commandLine;
  }

  /**
   * Looks at the source, once.
   *
   * @throws CommandFailedException when there is nothing to begin with
   * @throws CommandLine.ParameterException when there is no such flow
   */
  Begun find() {
    Candidate newest;
    try {
      newest = settings.source().newest();
    } catch (UnreadableTopologyException e) {
      Begun kept = insteadOf(e.getMessage());
      return new Begun(kept.topology(), kept.flows(), kept.status().unreadable(e.getMessage()));
    }
    return switch (newest) {
      case Refusal refusal ->
          refused(refusal.id(), refusal.reason(), location() + ": " + refusal.reason());
      case Revision revision -> begin(revision);
    };
  }

  private Begun begin(Revision revision) {
    ReadResult read = read(revision);
    if (read.topology().isEmpty()) {
      return refused(
          revision.id(),
          TopologyFollower.told(read.problems()),
          location() + " can't be used: see above");
    }
    Topology topology = read.topology().get();
    if (settings.served().of(topology).isEmpty() && kept().isPresent()) {
      String reason = "it has no flow " + flow;
      return refused(revision.id(), reason, location() + ": " + reason);
    }
    List<Flow> flows = FlowChoice.of(topology, flow, commandLine);
    TopologyFollower.keep(settings.lastGood(), revision);
    return new Begun(topology, flows, standing(revision).confirmed(now));
  }

  private Begun refused(String revision, String reason, String said) {
    Begun kept = insteadOf(said);
    return new Begun(kept.topology(), kept.flows(), kept.status().refused(revision, reason, now));
  }

  private Begun insteadOf(String said) {
    Revision kept =
        kept().orElseThrow(() -> new CommandFailedException(said + "; nothing was started", null));
    commandLine
        .getErr()
        .println("crosstide: " + said + "; begins with the last good revision, " + kept.id());
    ReadResult read = read(kept);
    Topology topology =
        read.topology()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "revision " + kept.id() + " is not good any more: see above", null));
    return new Begun(topology, FlowChoice.of(topology, flow, commandLine), standing(kept));
  }

  private ReadResult read(Revision revision) {
    ReadResult read = TopologyReader.read(revision.name(), revision.text());
    read.problems().forEach(problem -> commandLine.getErr().println(problem.format()));
    return read;
  }

  private Optional<Revision> kept() {
    Optional<LastGoodRevision> store = settings.lastGood();
    try {
      return store.isEmpty() ? Optional.empty() : store.get().kept();
    } catch (IOException e) {
      commandLine.getErr().println("crosstide: " + e.getMessage());
      return Optional.empty();
    }
  }

  private TopologyStatus standing(Revision revision) {
    return TopologyStatus.running(location(), revision.id(), now);
  }

  private String location() {
    return settings.source().location();
  }
}
