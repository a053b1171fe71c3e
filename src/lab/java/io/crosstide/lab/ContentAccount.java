package io.crosstide.lab;

import io.crosstide.lab.RecordPrint.Content;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what became of every record of one partition between two clusters without security.
 *
 * @param acknowledgedLost offsets that the source acknowledged to a producer and does not hold: the
 *     source's own fault, and no mirror can copy them
 * @param uncommitted what readers of the target see that read uncommitted
 * @param committed what readers of the target see that read committed
 */
public record ContentAccount(
    long acknowledgedLost, LogAccount uncommitted, LogAccount committed) {
  public static final ContentAccount NONE =
      new ContentAccount(0, LogAccount.NONE, LogAccount.NONE);

  private static final String COMMITTED = "read_committed";
  private static final String UNCOMMITTED = "read_uncommitted";

  /**
   * @param acknowledged offsets of the source's partition that its producers were promised
   */
  public static ContentAccount of(
      String sourceBootstrap,
      TopicPartition source,
      String targetBootstrap,
      TopicPartition target,
      BitSet acknowledged) {
    List<RecordPrint> owed = read(sourceBootstrap, COMMITTED, source, RecordPrint::expected);
    BitSet missing = (BitSet) acknowledged.clone();
    owed.forEach(print -> missing.clear((int) print.offset()));
    List<Content> expected = contents(owed);
    List<Content> all =
        contents(read(sourceBootstrap, UNCOMMITTED, source, RecordPrint::expected));
    return new ContentAccount(
        missing.cardinality(),
        LogAccount.of(
            expected, all, contents(read(targetBootstrap, UNCOMMITTED, target, RecordPrint::of))),
        LogAccount.of(
            expected, all, contents(read(targetBootstrap, COMMITTED, target, RecordPrint::of))));
  }

  private static List<RecordPrint> read(
      String bootstrap,
      String isolation,
      TopicPartition partition,
      Function<ConsumerRecord<byte[], byte[]>, RecordPrint> print) {
    List<RecordPrint> prints = new ArrayList<>();
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrap);
    try (PartitionLog log = new PartitionLog(client, isolation, partition, any -> true, print)) {
      log.forEachRemaining(prints::add);
    }
    return prints;
  }

  private static List<Content> contents(List<RecordPrint> prints) {
    return prints.stream().map(RecordPrint::content).toList();
  }

  public ContentAccount plus(ContentAccount other) {
    return new ContentAccount(
        acknowledgedLost + other.acknowledgedLost,
        uncommitted.plus(other.uncommitted),
        committed.plus(other.committed));
  }
}
