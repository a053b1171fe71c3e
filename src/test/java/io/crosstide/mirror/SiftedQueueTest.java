package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.AbortedTransaction;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import io.crosstide.mirror.RegistryPort.Origin;
import io.crosstide.mirror.TestBatch.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiftedQueueTest {
  private static final short EPOCH = 0;

  private final LaneRig rig = new LaneRig();
  private final Map<Long, Origin> origins = new HashMap<>(Map.of(-1L, Origin.LOCAL));
  private final LaneCounters counters = new LaneCounters();

  @Test
  void shouldHandOutInOrderWhatMustCross() {
    SiftedQueue queue = queue(0, false);
    add(queue, List.of(), plain(0, 3), plain(3, 2));
    add(queue, List.of(), plain(5, 1));

    assertThat(drain(queue)).containsExactly(0L, 3L, 5L);
    assertThat(queue.wanted()).isEqualTo(6);
  }

  @Test
  void shouldLeaveOutMarkersAndAbortedTransactions() {
    origins.put(4L, Origin.LOCAL);
    SiftedQueue queue = queue(0, false);
    ByteBuffer aborted = batch(0, new Writer(4, EPOCH, 0), TestBatch.TRANSACTIONAL, 2);
    ByteBuffer committed = batch(4, new Writer(4, EPOCH, 2), TestBatch.TRANSACTIONAL, 2);
    add(
        queue,
        List.of(new AbortedTransaction(4, 0)),
        aborted,
        plain(2, 1),
        marker(3, false),
        committed,
        marker(6, true));

    assertThat(drain(queue)).containsExactly(2L, 4L);
    assertThat(queue.wanted()).isEqualTo(7);
    assertThat(counters.dropped()).containsEntry("aborted", 1L).containsEntry("control", 2L);
  }

  @Test
  void shouldLeaveOutWhatAMirrorWrote() {
    origins.put(4L, Origin.MIRRORED);
    SiftedQueue queue = queue(0, false);
    add(queue, List.of(), batch(0, new Writer(4, EPOCH, 0), 0, 2), plain(2, 1));

    assertThat(drain(queue)).containsExactly(2L);
  }

  @Test
  void shouldForwardWhatAMirrorWroteButNeverBackToWhereItCameFrom() {
    origins.put(4L, Origin.MIRRORED);
    origins.put(5L, Origin.REFLECTED);
    SiftedQueue queue = queue(0, true);
    add(
        queue,
        List.of(),
        batch(0, new Writer(4, EPOCH, 0), 0, 2),
        batch(2, new Writer(5, EPOCH, 0), 0, 2));

    assertThat(drain(queue)).containsExactly(0L);
    assertThat(queue.wanted()).isEqualTo(4);
  }

  @Test
  void shouldWaitForAJudgement() {
    SiftedQueue queue = queue(0, false);
    add(queue, List.of(), batch(0, new Writer(4, EPOCH, 0), 0, 2));
    assertThat(queue.peek()).isNull();
    assertThat(queue.unjudged()).isEqualTo(4);

    origins.put(4L, Origin.LOCAL);

    assertThat(drain(queue)).containsExactly(0L);
  }

  @Test
  void shouldPassOverWhatLiesBeforeTheWantedOffset() {
    SiftedQueue queue = queue(4, false);
    add(queue, List.of(), plain(0, 3), plain(3, 3));

    assertThat(drain(queue)).containsExactly(3L);
  }

  @Test
  void shouldNotLeaveOutADamagedBatch() {
    origins.put(4L, Origin.MIRRORED);
    SiftedQueue queue = queue(0, false);
    ByteBuffer damaged = batch(0, new Writer(4, EPOCH, 0), 0, 2);
    damaged.put(25, (byte) 0x20);
    add(queue, List.of(), damaged);

    assertThatThrownBy(queue::peek).isInstanceOf(MalformedBatchException.class);
    assertThatThrownBy(queue::peek).isInstanceOf(MalformedBatchException.class);
  }

  @Test
  void shouldGiveAllBuffersBack() {
    SiftedQueue queue = queue(0, false);
    add(queue, List.of(), plain(0, 3));
    add(queue, List.of(), plain(3, 3));
    queue.peek();

    queue.clear();

    assertThat(rig.openLeases).isZero();
  }

  private SiftedQueue queue(long wanted, boolean forward) {
    return new SiftedQueue(
        id -> origins.getOrDefault(id, Origin.UNKNOWN),
        forward,
        counters,
        (epoch, offset) -> {},
        wanted);
  }

  private void add(SiftedQueue queue, List<AbortedTransaction> aborted, ByteBuffer... batches) {
    queue.add(rig.chunk(0, aborted, List.of(batches)));
  }

  private static List<Long> drain(SiftedQueue queue) {
    var offsets = new ArrayList<Long>();
    for (RawBatch batch = queue.peek(); batch != null; batch = queue.peek()) {
      offsets.add(batch.baseOffset());
      queue.take();
    }
    return offsets;
  }

  private ByteBuffer plain(long base, int count) {
    return batch(base, Writer.PLAIN, 0, count);
  }

  private ByteBuffer batch(long base, Writer writer, int attributes, int count) {
    return rig.batch(base, writer, attributes, count);
  }

  private static ByteBuffer marker(long offset, boolean commit) {
    return TestBatch.marker(4, EPOCH, commit, 0).putLong(0, offset);
  }
}
