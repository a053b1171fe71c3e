package io.crosstide.status;

import com.fasterxml.jackson.annotation.JsonGetter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One flow as it was a moment ago.
 *
 * @param name {@code nyc->lon}
 * @param sourceReachable whether the source cluster answered the last time it was asked
 * @param targetReachable whether the target cluster answered the last time it was asked
 * @param looping whether the flow's loops have made a round lately (liveness)
 * @param membership how this instance stands with the others of its flow: {@code joining}, {@code
 *     member}, {@code lapsed} (it may not write at present), or {@code alone} (the target offers no
 *     group)
 * @param records sum over lanes
 * @param bytes sum over lanes
 * @param lagRecords sum over the lanes that know theirs
 * @param lagSeconds age of the oldest record not yet mirrored, over all lanes; 0 when none waits
 * @param lanesByState how many lanes are in which state
 * @param conditions what an operator should know: a cluster away, a topic refused, a lane stopped
 * @param sync how far the target is from it, beside records
 * @param lanes every lane of this instance, in order of topic and partition
 */
public record FlowStatus(
    String name,
    boolean sourceReachable,
    boolean targetReachable,
    boolean looping,
    String membership,
    long records,
    long bytes,
    long lagRecords,
    double lagSeconds,
    Map<String, Integer> lanesByState,
    List<String> conditions,
    SyncStatus sync,
    List<LaneStatus> lanes) {
  public FlowStatus {
    lanesByState = Map.copyOf(lanesByState);
    conditions = List.copyOf(conditions);
    lanes = List.copyOf(lanes);
    // A program of before does not say these.
    membership = Objects.requireNonNullElse(membership, "");
    sync = Objects.requireNonNullElse(sync, SyncStatus.NOT_YET);
  }

  /**
   * What it comes to; the one judgement that page and terminal show. Called as it is because the
   * serializers that are made at build time find getters alone beside a record's components.
   */
  @JsonGetter("verdict")
  public Verdict getVerdict() {
    return Verdict.of(this, Verdict.BEHIND_SECONDS);
  }

  /** {@link #membership} for people. */
  public String membershipInWords() {
    return switch (membership) {
      case "joining" -> "joins the others of its flow";
      case "member" -> "shares the lanes with the others of its flow";
      case "lapsed" -> "may not write at present";
      case "alone" -> "alone: the target offers no group";
      default -> membership;
    };
  }

  /** How many lanes copy at least once. */
  public int unfencedLanes() {
    return (int) lanes.stream().filter(LaneStatus::unfenced).count();
  }

  /** {@code 11 copying, 1 stopped}; empty without lanes. */
  public String lanesInWords() {
    return new TreeMap<>(lanesByState)
        .entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  /** Sum over the lanes. */
  public LaneLosses losses() {
    return lanes.stream().map(LaneStatus::losses).reduce(LaneLosses.NONE, LaneLosses::plus);
  }

  /** The same without its lanes. */
  FlowStatus withoutLanes() {
    return new FlowStatus(
        name,
        sourceReachable,
        targetReachable,
        looping,
        membership,
        records,
        bytes,
        lagRecords,
        lagSeconds,
        lanesByState,
        conditions,
        sync,
        List.of());
  }
}
