package io.crosstide.flow;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a flow would do to its target, or has done, as an operator sees it.
 *
 * @param flow its name
 * @param topics every topic that the flow takes, by name
 * @param changes in the order in which they are made
 * @param leftAlone what stays different on purpose
 * @param notices what else to know: topics left out, collisions, rights that are missing
 */
public record PlanReport(
    String flow,
    List<Topic> topics,
    List<Planned> changes,
    List<Left> leftAlone,
    List<String> notices) {
  public PlanReport {
    Objects.requireNonNull(flow, "flow");
    topics = List.copyOf(topics);
    changes = List.copyOf(changes);
    leftAlone = List.copyOf(leftAlone);
    notices = List.copyOf(notices);
  }

  /**
   * A topic of the source.
   *
   * @param target its name at the target
   * @param exists whether it is there already
   * @param backfillBytes about how much is to be copied before it is up to date, -1 when unknown
   */
  public record Topic(
      String source, String target, int partitions, boolean exists, long backfillBytes) {}

  /**
   * A change.
   *
   * @param kind {@code create topic}, {@code add partitions}, {@code set config}, {@code reset
   *     config}, {@code create ACL} or {@code delete ACL}
   * @param subject the topic or the ACL
   * @param detail what of it, mostly from what to what
   * @param outcome empty while it is only planned; {@code done}, or why not
   */
  public record Planned(
      String kind, String subject, String detail, String why, Optional<String> outcome) {
    /** Whether it was tried in vain. */
    public boolean failed() {
      return outcome.isPresent() && !outcome.get().equals(DONE);
    }
  }

  /** The outcome of what was done. */
  public static final String DONE = "done";

  /** Something that stays different. */
  public record Left(String subject, String detail, String why) {}

  /** The sum over the topics whose size is known. */
  public long backfillBytes() {
    return topics.stream().mapToLong(topic -> Math.max(0, topic.backfillBytes())).sum();
  }

  /** Whether the size of every topic is known. */
  public boolean sizesKnown() {
    return topics.stream().noneMatch(topic -> topic.backfillBytes() < 0);
  }
}
