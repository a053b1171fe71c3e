package io.crosstide.lab.chaos;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the source has promised its producers to keep, and what it left open. Any thread. */
final class Acknowledged {
  private final Map<TopicPartition, BitSet> offsets = new HashMap<>();
  private long records;
  private long unknown;
  private long aborted;

  synchronized void add(RecordMetadata metadata) {
    records++;
    if (!metadata.hasOffset()) {
      // A retry that the broker knew from long ago; it does not say where the record lies.
      return;
    }
    TopicPartition partition = new TopicPartition(metadata.topic(), metadata.partition());
    offsets.computeIfAbsent(partition, any -> new BitSet()).set((int) metadata.offset());
  }

  /** Sent, and no answer that says what became of them: the source's log is the judge. */
  synchronized void unknown(long count) {
    unknown += count;
  }

  synchronized void aborted(long count) {
    aborted += count;
  }

  synchronized BitSet of(TopicPartition partition) {
    return (BitSet) offsets.getOrDefault(partition, new BitSet()).clone();
  }

  synchronized long records() {
    return records;
  }

  synchronized long unknown() {
    return unknown;
  }

  synchronized long aborted() {
    return aborted;
  }
}
