package io.crosstide.lab.chaos;

import io.crosstide.lab.TrafficSpec;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Idempotent, without transactions. */
final class PlainWriter extends Writer {
  PlainWriter(TrafficSpec spec, Map<String, Object> settings, Acknowledged acknowledged) {
    super(spec, settings, acknowledged);
  }

  @Override
  void prepare(KafkaProducer<byte[], byte[]> producer) {
    // It takes records from the start.
  }

  @Override
  int write(KafkaProducer<byte[], byte[]> producer) {
    var unused =
        producer.send(
            generator.record(),
            (metadata, exception) -> {
              if (exception == null) {
                acknowledged.add(metadata);
              } else {
                acknowledged.unknown(1);
              }
            });
    return 1;
  }
}
