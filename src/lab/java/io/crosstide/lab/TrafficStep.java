package io.crosstide.lab;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What {@link Traffic} does next. */
sealed interface TrafficStep {
  /** How many records it appends to the source's log. */
  int appended();

  /** How many of them readers of committed data see. */
  int visible();

  /** One record through the idempotent producer of this number. */
  record Plain(int producer, ProducerRecord<byte[], byte[]> record) implements TrafficStep {
    @Override
    public int appended() {
      return 1;
    }

    @Override
    public int visible() {
      return 1;
    }
  }

  /** A whole transaction, committed or aborted after its records have reached the log. */
  record Transaction(List<ProducerRecord<byte[], byte[]>> records, boolean commit)
      implements TrafficStep {
    public Transaction {
      records = List.copyOf(records);
    }

    @Override
    public int appended() {
      return records.size();
    }

    @Override
    public int visible() {
      return commit ? records.size() : 0;
    }
  }
}
