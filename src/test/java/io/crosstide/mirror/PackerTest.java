package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Codec;
import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Rebuilder;
import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.mirror.RegistryPort.Origin;
import io.crosstide.mirror.TestBatch.Writer;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.StartPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PackerTest {
  private static final int AMPLE = 1_000_000;

  private final LaneRig rig = new LaneRig();
  private final SiftedQueue queue =
      new SiftedQueue(id -> Origin.LOCAL, false, new LaneCounters(), (epoch, offset) -> {}, 2);
  private final Packer packer = new Packer(queue, new RecordRebuilder());

  @Test
  void shouldPassABatchUnopened() {
    ByteBuffer batch = plain(2, 3);
    add(batch);

    PreparedBatch prepared = packer.next(settings(AMPLE), false, Narrowing.NO_LIMIT);

    assertThat(prepared.path()).isEqualTo("passed");
    assertThat(prepared.batch().bytes()).isEqualTo(batch);
    assertThat(prepared.pieces()).containsExactly(new Piece(2, 3));
    assertThat(prepared.sourceNext()).isEqualTo(5);
  }

  @Test
  void shouldWriteOnlyTheRestOfABatchThatBeginsEarlier() {
    add(plain(0, 5));

    PreparedBatch prepared = packer.next(settings(AMPLE), false, Narrowing.NO_LIMIT);

    assertThat(prepared.path()).isEqualTo("resumed-inside");
    assertThat(prepared.pieces()).containsExactly(new Piece(2, 3));
    assertThat(prepared.batch().recordCount()).isEqualTo(3);
  }

  @Test
  void shouldJoinTinyBatchesOnlyWhenTold() {
    add(plain(2, 1), plain(3, 1), plain(4, 1));

    assertThat(packer.next(settings(AMPLE), false, Narrowing.NO_LIMIT).pieces())
        .containsExactly(new Piece(2, 1));
    PreparedBatch joined = packer.next(settings(AMPLE), true, Narrowing.NO_LIMIT);

    assertThat(joined.path()).isEqualTo("coalesced");
    assertThat(joined.sourceNext()).isEqualTo(5);
    assertThat(joined.pieces().stream().mapToInt(Piece::count).sum()).isEqualTo(2);
  }

  @Test
  void shouldSplitABatchThatIsTooLargeForTheTarget() {
    add(plain(2, 40));
    int most = 400;

    var parts = new ArrayList<PreparedBatch>();
    for (PreparedBatch part = packer.next(settings(most), false, Narrowing.NO_LIMIT);
        part != null;
        part = packer.next(settings(most), false, Narrowing.NO_LIMIT)) {
      parts.add(part);
    }

    assertThat(parts).hasSizeGreaterThan(1).allMatch(part -> part.batch().sizeInBytes() <= most);
    assertThat(parts.getLast().sourceNext()).isEqualTo(42);
    assertThat(rig.openLeases).isEqualTo(1);
    parts.forEach(part -> part.hold().close());
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldCompressAsTheTargetTopicWants() {
    add(plain(2, 3));
    var gzip =
        new LaneSettings(
            LaneRig.TARGET,
            new StartPosition.Earliest(),
            false,
            Guarantee.STRONGEST,
            Optional.of(Codec.GZIP),
            AMPLE);

    PreparedBatch prepared = packer.next(gzip, false, Narrowing.NO_LIMIT);

    assertThat(prepared.path()).isEqualTo("codec");
    assertThat(prepared.batch().codec()).isEqualTo(Codec.GZIP);
  }

  @Test
  void shouldSendWhatLiesBeforeDamageAndGiveAllBuffersBack() {
    ByteBuffer damaged = plain(4, 1);
    damaged.putInt(8, 3);
    add(plain(2, 1), plain(3, 1), damaged);

    PreparedBatch joined = packer.next(settings(AMPLE), true, Narrowing.NO_LIMIT);

    assertThat(joined.sourceNext()).isEqualTo(4);
    joined.hold().close();
    queue.clear();
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldGiveTheMemoryOfARebuiltBatchBackOnceEveryHoldIsClosed() {
    var recycled = new ArrayList<RawBatch>();
    Packer packer = new Packer(queue, recycling(recycled));
    add(plain(2, 1), plain(3, 1), plain(4, 1));
    PreparedBatch joined = packer.next(settings(AMPLE), true, Narrowing.NO_LIMIT);
    Hold network = joined.hold().retain();

    joined.hold().close();
    joined.hold().close();
    assertThat(recycled).isEmpty();
    assertThat(rig.openLeases).isEqualTo(1);

    network.close();
    network.close();
    assertThat(recycled).containsExactly(joined.batch());
    queue.clear();
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldHoldAChunkUntilTheLastPartOfASplitBatchIsDoneButGiveEachPartBack() {
    var recycled = new ArrayList<RawBatch>();
    Packer packer = new Packer(queue, recycling(recycled));
    add(plain(2, 40));
    PreparedBatch first = packer.next(settings(400), false, Narrowing.NO_LIMIT);

    first.hold().close();

    assertThat(recycled).containsExactly(first.batch());
    assertThat(rig.openLeases).isEqualTo(1);
  }

  private static Rebuilder recycling(List<RawBatch> recycled) {
    return new Rebuilder() {
      private final Rebuilder real = new RecordRebuilder();

      @Override
      public List<Rebuilt> rebuild(
          List<RawBatch> batches, long fromOffset, Optional<Codec> codec, Most most) {
        return real.rebuild(batches, fromOffset, codec, most);
      }

      @Override
      public OptionalLong fingerprint(RawBatch batch, long offset) {
        return real.fingerprint(batch, offset);
      }

      @Override
      public void recycle(RawBatch rebuilt) {
        recycled.add(rebuilt);
      }
    };
  }

  private static LaneSettings settings(int maxBatchBytes) {
    return LaneRig.settings(maxBatchBytes);
  }

  private void add(ByteBuffer... batches) {
    queue.add(rig.chunk(0, List.of(), List.of(batches)));
  }

  private ByteBuffer plain(long base, int count) {
    return rig.batch(base, Writer.PLAIN, 0, count);
  }
}
