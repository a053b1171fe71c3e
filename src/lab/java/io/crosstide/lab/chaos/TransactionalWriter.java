package io.crosstide.lab.chaos;

import io.crosstide.lab.TrafficSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Commits two transactions of three and aborts the others, after their records are in the log. */
final class TransactionalWriter extends Writer {
  private static final int MAX_RECORDS = 40;

  private final Random random;

  TransactionalWriter(TrafficSpec spec, Map<String, Object> settings, Acknowledged acknowledged) {
    super(spec, settings, acknowledged);
    this.random = new Random(spec.seed());
  }

  @Override
  void prepare(KafkaProducer<byte[], byte[]> producer) {
    producer.initTransactions();
  }

  @Override
  int write(KafkaProducer<byte[], byte[]> producer) {
    int size = 1 + random.nextInt(MAX_RECORDS);
    boolean commit = random.nextInt(3) > 0;
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    boolean ended = false;
    try {
      producer.beginTransaction();
      for (int i = 0; i < size; i++) {
        answers.add(producer.send(generator.record()));
      }
      producer.flush();
      if (commit) {
        producer.commitTransaction();
        for (Future<RecordMetadata> answer : answers) {
          acknowledged.add(answer.get());
        }
      } else {
        producer.abortTransaction();
        acknowledged.aborted(size);
      }
      ended = true;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("committed without its records", impossible);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } finally {
      if (!ended) {
        // Whoever replaces this producer ends the transaction; which way, the log will say.
        acknowledged.unknown(size);
      }
    }
    return size;
  }
}
