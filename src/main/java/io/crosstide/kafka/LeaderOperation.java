package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** A question to the leader of one partition, on a connection beside that of the data. */
abstract class LeaderOperation extends Operation {
  final TopicPartition partition;

  LeaderOperation(ClusterClient client, TopicPartition partition) {
    super(client);
    this.partition = partition;
  }

  @Override
  final Node node() {
    return client().leader(partition).leader.map(ClusterClient::aside).orElse(null);
  }

  @Override
  final Failure missingNode() {
    return client().missingLeader(partition);
  }
}
