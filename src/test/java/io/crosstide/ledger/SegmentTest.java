package io.crosstide.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentTest {

  private static Segment sample() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(7, 0);
    ledger.append(new Run(7, 1L << 40, 1_000_000));
    ledger.append(new Run(1_000_008, (1L << 40) + 1_000_000, 3));
    ledger.append(new Run(1L << 50, 1L << 60, 1));
    ledger.advance(1L << 51);
    return ledger.checkpoint().segments().getFirst();
  }

  @Test
  void shouldReadWhatItWrote() {
    Segment read = Segment.decode(sample().encoded());

    assertThat(read).isEqualTo(sample());
    assertThat(read.base()).isEqualTo(7);
    assertThat(read.next()).isEqualTo(1L << 51);
    assertThat(read.began()).isTrue();
    assertThat(read.count()).isEqualTo(3);
    assertThat(read.firstTarget()).isEqualTo(1L << 40);
    assertThat(read.targetEnd()).isEqualTo((1L << 60) + 1);
  }

  @Test
  void shouldSayWhichVersionItCannotRead() {
    byte[] bytes = sample().encoded();
    bytes[0] = 9;

    assertThatThrownBy(() -> Segment.decode(bytes))
        .isInstanceOf(MalformedLedgerException.class)
        .hasMessageContaining("version 9")
        .hasMessageContaining("reads 1");
  }

  @Test
  void shouldRefuseEveryCutAndEveryAddition() {
    byte[] bytes = sample().encoded();

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Segment.decode(cut)).isInstanceOf(MalformedLedgerException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> Segment.decode(longer)).isInstanceOf(MalformedLedgerException.class);
  }

  @Test
  void shouldRefuseRunsBeyondItsOwnEnd() {
    SegmentWriter writer =
        new SegmentWriter(
            new SegmentHeader(0, 9, true, 1, 0, java.util.List.of(), java.util.Optional.empty()));
    writer.add(0, 0, 10);
    byte[] bytes = writer.finish().encoded();

    assertThatThrownBy(() -> Segment.decode(bytes))
        .isInstanceOf(MalformedLedgerException.class)
        .hasMessageContaining("10")
        .hasMessageContaining("9");
  }

  @Test
  void shouldNeitherHangNorFailOtherwiseOnHostileBytes() {
    long seed = new Random().nextLong();
    System.out.println("SegmentTest seed " + seed);
    Random random = new Random(seed);
    byte[] good = sample().encoded();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        Segment read = Segment.decode(bytes);
        StoredLane lane = new StoredLane();
        lane.put(read);
        assertThat(lane.ledger().nextSource()).isEqualTo(read.next());
      } catch (MalformedLedgerException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %s", seed).isGreaterThan(1000);
  }
}
