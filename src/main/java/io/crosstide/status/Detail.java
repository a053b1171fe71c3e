package io.crosstide.status;

import java.util.List;
import java.util.Locale;

/** How finely the lane metrics of a flow are shown. */
enum Detail {
  PARTITION(List.of("flow", "topic", "partition")),
  TOPIC(List.of("flow", "topic")),
  FLOW(List.of("flow"));

  private final List<String> labels;

  Detail(List<String> labels) {
    this.labels = labels;
  }

  List<String> labels() {
    return labels;
  }

  List<String> labelValues(String flow, LaneStatus lane) {
    return switch (this) {
      case PARTITION -> List.of(flow, lane.topic(), Integer.toString(lane.partition()));
      case TOPIC -> List.of(flow, lane.topic());
      case FLOW -> List.of(flow);
    };
  }

  /** The value of the label {@code detail}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Up to how much of a flow is shown in detail, so that a scrape stays bounded whatever a flow
   * selects.
   *
   * @param lanes most lanes per flow that are shown by partition
   * @param topics most topics per flow that are shown by topic
   */
  record Limits(int lanes, int topics) {
    Limits {
      if (lanes < 0 || topics < 0) {
        throw new IllegalArgumentException(
            "limits of " + lanes + " lanes and " + topics + " topics: neither may be negative");
      }
    }

    Detail of(FlowStatus flow) {
      if (flow.lanes().size() <= lanes) {
        return PARTITION;
      }
      long topicCount = flow.lanes().stream().map(LaneStatus::topic).distinct().count();
      return topicCount <= topics ? TOPIC : FLOW;
    }
  }
}
