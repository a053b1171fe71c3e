package io.crosstide.lab.demo;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.Snapshot;
import io.crosstide.topology.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a snapshot says that everything has arrived: each selected partition has a lane that
 * stands at the end of its source, and no lag is left. Pure.
 */
final class CatchUp {
  private static final int MAX_SHOWN = 5;

  private CatchUp() {}

  /**
   * What is still to come, in words; empty when nothing is.
   *
   * @param ends per flow, the source's partitions that it selects, and where reading committed ends
   */
  static List<String> behind(Map<Flow, Map<TopicPartition, Long>> ends, Snapshot snapshot) {
    List<String> behind = new ArrayList<>();
    ends.forEach(
        (flow, partitions) -> {
          Optional<FlowStatus> status =
              snapshot.flows().stream().filter(f -> f.name().equals(flow.name())).findFirst();
          if (status.isEmpty()) {
            behind.add(flow.name() + " is not in the status");
          } else {
            behind(status.get(), partitions, behind);
          }
        });
    return behind;
  }

  private static void behind(
      FlowStatus flow, Map<TopicPartition, Long> partitions, List<String> to) {
    partitions.forEach(
        (partition, end) -> {
          if (end == 0) {
            return;
          }
          Optional<LaneStatus> lane =
              flow.lanes().stream()
                  .filter(
                      candidate ->
                          candidate.partition() == partition.partition()
                              && candidate.topic().equals(partition.topic()))
                  .findFirst();
          if (lane.isEmpty()) {
            to.add(flow.name() + " " + partition + " has no lane");
          } else if (lane.get().position() < end || lane.get().lagRecords() > 0) {
            to.add(
                "%s %s %s at %d of %d %s"
                    .formatted(
                        flow.name(),
                        partition,
                        lane.get().state(),
                        lane.get().position(),
                        end,
                        lane.get().reason()));
          }
        });
  }

  /** How far all lanes but heartbeats' have come: moves as long as something happens. */
  static long progress(Snapshot snapshot) {
    return snapshot.flows().stream()
        .flatMap(flow -> flow.lanes().stream())
        .filter(lane -> !lane.topic().endsWith(Flow.heartbeatTopic()))
        .mapToLong(LaneStatus::position)
        .sum();
  }

  /** The first few, for a message. */
  static String words(List<String> behind) {
    String first = String.join("\n  ", behind.stream().limit(MAX_SHOWN).toList());
    int more = behind.size() - MAX_SHOWN;
    return "  " + first + (more > 0 ? "\n  and " + more + " more" : "");
  }
}
