package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.AbortedIndex;
import io.crosstide.batch.AbortedTransaction;
import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.RawBatch;
import io.crosstide.mirror.LaneEvent.FetchFailed;
import io.crosstide.mirror.LaneEvent.Fetched;
import io.crosstide.mirror.LaneEvent.StartFound;
import io.crosstide.topology.StartPosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What lanes rely on in a source read with READ_COMMITTED, the same for the fake and for a real
 * broker. Each test has a topic of its own.
 */
public abstract class SourceContract {
  private static final long TERM = 1;

  private final Answers answers = new Answers();
  private SourcePort source;
  private String topic;
  private LaneId lane;

  /** A port whose events go to {@code sink}; closed after the test. */
  protected abstract SourcePort connect(EventSink sink);

  /** A topic that nobody has used, of one partition. */
  protected abstract String freshTopic();

  /** Appends records of an idempotent producer, in one batch. */
  protected abstract void append(String topic, int count);

  /** Appends records in one batch of a transaction, and leaves it open. */
  protected abstract void begin(String topic, int count);

  /** Ends the transaction that is open. */
  protected abstract void end(String topic, boolean commit);

  /** Retention: the log begins here. */
  protected abstract void deleteBefore(String topic, long offset);

  /** Lets the port go on for a moment. */
  protected abstract void goOn();

  @BeforeEach
  void open() {
    topic = freshTopic();
    lane = new LaneId("a->b", topic, 0);
    source = connect(answers);
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void shouldFetchInOrderAndGoOnWithWhatIsWritten() {
    append(topic, 5);
    append(topic, 3);
    source.assign(lane, TERM, SourcePosition.at(0));
    assertThat(readUpTo(8)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);

    append(topic, 2);

    assertThat(readUpTo(10)).containsExactly(8L, 9L);
  }

  @Test
  void shouldBeginInsideABatchWithTheWholeBatch() {
    append(topic, 10);

    source.assign(lane, TERM, SourcePosition.at(4));

    FetchedChunk chunk = chunk();
    assertThat(chunk.fetchOffset()).isEqualTo(4);
    assertThat(new BatchCursor(chunk.records()).next().baseOffset()).isZero();
    chunk.lease().close();
  }

  @Test
  void shouldListAbortedTransactions() {
    begin(topic, 3);
    end(topic, false);
    append(topic, 2);

    source.assign(lane, TERM, SourcePosition.at(0));

    assertThat(readUpTo(6)).containsExactly(4L, 5L);
  }

  @Test
  void shouldListAnAbortedTransactionThatBeganBeforeTheFetch() {
    begin(topic, 3);
    end(topic, false);

    source.assign(lane, TERM, SourcePosition.at(2));

    FetchedChunk chunk = chunk();
    assertThat(chunk.aborted()).extracting(AbortedTransaction::firstOffset).containsExactly(0L);
    chunk.lease().close();
  }

  @Test
  void shouldHoldBackAnOpenTransactionAndWhatLiesBehind() {
    append(topic, 2);
    begin(topic, 3);
    append(topic, 2);
    source.assign(lane, TERM, SourcePosition.at(0));

    FetchedChunk chunk = chunk();
    assertThat(chunk.lastStableOffset()).isEqualTo(2);
    assertThat(chunk.highWatermark()).isEqualTo(7);
    assertThat(offsets(chunk)).containsExactly(0L, 1L);

    end(topic, true);
    assertThat(readUpTo(8)).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void shouldTellTheBoundsWhenTheWantedOffsetIsGone() {
    append(topic, 5);
    append(topic, 5);
    deleteBefore(topic, 5);

    source.assign(lane, TERM, SourcePosition.at(2));

    FetchFailed failed = next(FetchFailed.class);
    assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.OUT_OF_RANGE);
    assertThat(failed.logStartOffset()).isEqualTo(5);
    assertThat(failed.logEndOffset()).isEqualTo(10);
  }

  @Test
  void shouldTellWhenTheLogEndsBeforeTheWantedOffset() {
    append(topic, 5);

    source.assign(lane, TERM, SourcePosition.at(50));

    assertThat(next(FetchFailed.class).failure().kind()).isEqualTo(Failure.Kind.OUT_OF_RANGE);
  }

  @Test
  void shouldFindWhereTheLogBeginsAndEnds() {
    append(topic, 5);
    append(topic, 5);
    deleteBefore(topic, 5);

    source.findStart(lane, TERM, new StartPosition.Earliest());
    assertThat(next(StartFound.class).sourceOffset()).isEqualTo(5);
    source.findStart(lane, TERM, new StartPosition.Latest());
    assertThat(next(StartFound.class).sourceOffset()).isEqualTo(10);
    source.findStart(lane, TERM, new StartPosition.Offset(7));
    assertThat(next(StartFound.class).sourceOffset()).isEqualTo(7);
  }

  @Test
  void shouldCountBytesUntilTheirLeaseIsClosed() {
    append(topic, 5);
    source.assign(lane, TERM, SourcePosition.at(0));
    FetchedChunk chunk = chunk();
    assertThat(source.bufferedBytes()).isPositive();

    source.unassign(lane);
    chunk.lease().close();
    chunk.lease().close();

    assertThat(source.bufferedBytes()).isZero();
  }

  /** The next chunk that holds records. */
  private FetchedChunk chunk() {
    FetchedChunk chunk = next(Fetched.class).chunk();
    while (!chunk.records().hasRemaining()) {
      chunk.lease().close();
      chunk = next(Fetched.class).chunk();
    }
    return chunk;
  }

  /** Offsets of what a reader may see, chunk by chunk, until the next offset is reached. */
  private List<Long> readUpTo(long end) {
    var offsets = new ArrayList<Long>();
    for (long next = 0; next < end; ) {
      FetchedChunk chunk = next(Fetched.class).chunk();
      var cursor = new BatchCursor(chunk.records());
      for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
        next = batch.nextOffset();
      }
      offsets.addAll(offsets(chunk));
    }
    return offsets;
  }

  private static List<Long> offsets(FetchedChunk chunk) {
    var offsets = new ArrayList<Long>();
    var aborted = new AbortedIndex(chunk.aborted());
    var cursor = new BatchCursor(chunk.records());
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      if (!aborted.isAborted(batch) && !batch.isControl()) {
        for (long offset = batch.baseOffset(); offset < batch.nextOffset(); offset++) {
          offsets.add(offset);
        }
      }
    }
    chunk.lease().close();
    return offsets;
  }

  private <T extends LaneEvent> T next(Class<T> type) {
    return answers.next(type, this::goOn);
  }
}
