package io.crosstide.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LaneLedgerTest {

  @Test
  void shouldKnowNothingWhenEmpty() {
    LaneLedger ledger = LaneLedger.empty();

    assertThat(ledger.isEmpty()).isTrue();
    assertThat(ledger.nextSource()).isEqualTo(-1);
    assertThat(ledger.targetEnd()).isEqualTo(-1);
    assertThat(ledger.toTarget(0)).isEmpty();
    assertThat(ledger.toSource(0)).isEmpty();
    assertThat(ledger.checkpoint().segments()).isEmpty();
  }

  @Test
  void shouldKnowThePositionButNoTranslationWhenOnlyBegun() {
    LaneLedger ledger = LaneLedger.empty();

    ledger.begin(40, 17);

    assertThat(ledger.isEmpty()).isFalse();
    assertThat(ledger.nextSource()).isEqualTo(40);
    assertThat(ledger.targetEnd()).isEqualTo(17);
    assertThat(ledger.toTarget(40)).isEmpty();
    assertThat(ledger.checkpoint().segments()).hasSize(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.begin(41, 0))
        .withMessageContaining("41");
  }

  @Test
  void shouldRememberTheProducerIdsItWroteUnderAcrossTheStore() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(40, 17);
    ledger.writeAs(new Appender(4711, (short) 3, 0, 17));
    StoredLane stored = new StoredLane();

    ledger
        .checkpoint()
        .segments()
        .forEach(segment -> stored.put(Segment.decode(segment.encoded())));

    assertThat(stored.ledger().wroteAs(4711)).isTrue();
    assertThat(stored.ledger().wroteAs(4712)).isFalse();
    assertThat(stored.ledger().targetEnd()).isEqualTo(17);
    assertThat(stored.ledger().nextSource()).isEqualTo(40);
  }

  @Test
  void shouldTranslateBothWaysAcrossHoles() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(10, 0);
    ledger.append(new Run(12, 100, 5));
    ledger.append(new Run(18, 107, 2));
    ledger.advance(25);

    assertThat(ledger.toTarget(9)).as("before the lane began").isEmpty();
    assertThat(ledger.toTarget(10)).as("hole before the first run").hasValue(100);
    assertThat(ledger.toTarget(14)).hasValue(102);
    assertThat(ledger.toTarget(17)).as("hole leads to the next record").hasValue(107);
    assertThat(ledger.toTarget(19)).hasValue(108);
    assertThat(ledger.toTarget(20)).as("end").hasValue(109);
    assertThat(ledger.toTarget(25)).as("end").hasValue(109);
    assertThat(ledger.toSource(0)).as("before the first record").hasValue(12);
    assertThat(ledger.toSource(104)).hasValue(16);
    assertThat(ledger.toSource(105)).as("hole at the target").hasValue(18);
    assertThat(ledger.toSource(109)).as("end").hasValue(25);
  }

  @Test
  void shouldExtendTheLastRunOnlyWhenBothSidesGoOn() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 0);
    ledger.append(new Run(0, 50, 10));
    ledger.append(new Run(10, 60, 10));
    assertThat(ledger.checkpoint().segments().getLast().count()).isEqualTo(1);

    ledger.append(new Run(20, 71, 1));
    ledger.append(new Run(22, 72, 1));

    assertThat(ledger.checkpoint().segments().getLast().count()).isEqualTo(3);
  }

  @Test
  void shouldRefuseToGoBack() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 0);
    ledger.append(new Run(5, 50, 10));
    ledger.advance(20);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.append(new Run(19, 60, 1)))
        .withMessageContaining("19")
        .withMessageContaining("20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.append(new Run(20, 59, 1)))
        .withMessageContaining("59")
        .withMessageContaining("60");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.advance(19))
        .withMessageContaining("19")
        .withMessageContaining("20");
  }

  @RepeatedTest(20)
  void shouldAgreeWithTheMapRecordByRecord() {
    long seed = new Random().nextLong();
    System.out.println("LaneLedgerTest seed " + seed);
    Random random = new Random(seed);
    long base = random.nextInt(1000);
    NaiveLedger naive = new NaiveLedger(base);
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(base, 0);
    Map<Long, Segment> store = new HashMap<>();

    for (int i = 0; i < 3000; i++) {
      step(random, ledger, naive);
      if (random.nextInt(200) == 0) {
        store(ledger, store);
      }
      if (random.nextInt(500) == 0) {
        store(ledger, store);
        ledger = reload(random, store);
      }
    }

    assertThat(ledger.nextSource()).as("seed %s", seed).isEqualTo(naive.next());
    assertThat(ledger.targetEnd()).as("seed %s", seed).isEqualTo(naive.targetEnd());
    OptionalLong before = OptionalLong.of(0);
    for (long s = base - 1; s <= naive.next() + 1; s++) {
      OptionalLong target = ledger.toTarget(s);
      assertThat(target).as("seed %s source %s", seed, s).isEqualTo(naive.toTarget(s));
      assertThat(target.orElse(0)).isGreaterThanOrEqualTo(before.orElse(0));
      before = target;
    }
    for (long t = 0; t <= naive.targetEnd() + 1; t++) {
      assertThat(ledger.toSource(t)).as("seed %s target %s", seed, t).isEqualTo(naive.toSource(t));
    }
  }

  private static void step(Random random, LaneLedger ledger, NaiveLedger naive) {
    long source = naive.next() + (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
    if (random.nextInt(10) == 0) {
      ledger.advance(source);
      naive.advance(source);
      return;
    }
    long target = Math.max(naive.targetEnd(), 0) + (random.nextInt(3) == 0 ? random.nextInt(3) : 0);
    Run run = new Run(source, target, 1 + random.nextInt(5));
    ledger.append(run);
    naive.append(run);
  }

  private static void store(LaneLedger ledger, Map<Long, Segment> store) {
    Checkpoint checkpoint = ledger.checkpoint();
    checkpoint.forgotten().forEach(store::remove);
    checkpoint.segments().forEach(s -> store.put(s.base(), Segment.decode(s.encoded())));
    ledger.confirm(checkpoint);
  }

  private static LaneLedger reload(Random random, Map<Long, Segment> store) {
    List<Segment> segments = new ArrayList<>(store.values());
    java.util.Collections.shuffle(segments, random);
    StoredLane lane = new StoredLane();
    segments.forEach(lane::put);
    return lane.ledger();
  }

  @Test
  void shouldWriteSealedSegmentsOnce() {
    LaneLedger ledger = transactional(0, 3 * Segment.MAX_RUNS);
    Checkpoint first = ledger.checkpoint();
    assertThat(first.segments()).hasSize(3);

    ledger.confirm(first);

    assertThat(ledger.checkpoint().segments()).hasSize(1);
  }

  @Test
  void shouldWriteASegmentAgainThatGrewWhileItsCheckpointWasOnItsWay() {
    LaneLedger ledger = transactional(0, Segment.MAX_RUNS / 2);
    Checkpoint first = ledger.checkpoint();
    extend(ledger, Segment.MAX_RUNS);

    ledger.confirm(first);

    Checkpoint second = ledger.checkpoint();
    assertThat(second.segments()).hasSize(2);
    assertThat(second.segments().getFirst().base()).isEqualTo(0);
    assertThat(second.segments().getFirst().count()).isEqualTo(Segment.MAX_RUNS);
  }

  @Test
  void shouldStayCompactWithTransactionalSources() {
    LaneLedger ledger = transactional(0, Segment.MAX_RUNS);

    byte[] bytes = ledger.checkpoint().segments().getFirst().encoded();

    assertThat(bytes.length).isLessThan(4 * Segment.MAX_RUNS);
  }

  @Test
  void shouldBoundTheHeapAndForgetTheOldestTranslations() {
    int runs = 200_000;
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 0);
    for (int i = 0; i < runs; i++) {
      ledger.append(new Run(4L * i, 3L * i, 3));
      if (i % 1000 == 0) {
        ledger.confirm(ledger.checkpoint());
      }
    }

    assertThat(ledger.sealedBytes()).isBetween(1L, (long) SealedSegments.HEAP_BYTES);
    assertThat(ledger.toTarget(0)).isEmpty();
    assertThat(ledger.toSource(0)).isEmpty();
    assertThat(ledger.toTarget(4L * (runs - 50_000) + 1)).hasValue(3L * (runs - 50_000) + 1);
    assertThat(ledger.toSource(3L * (runs - 50_000))).hasValue(4L * (runs - 50_000));
    assertThat(ledger.checkpoint().forgotten()).as("still in store").isEmpty();

    ledger.forgetBefore(3L * (runs - 10_000));

    assertThat(ledger.checkpoint().forgotten()).hasSizeBetween(360, 380).doesNotHaveDuplicates();
    assertThat(ledger.toTarget(4L * (runs - 5_000))).hasValue(3L * (runs - 5_000));
  }

  @Test
  void shouldLoadMoreThanTheHeapBoundAndStillDeleteTheRestLater() {
    Map<Long, Segment> store = new java.util.TreeMap<>();
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 0);
    for (int i = 0; i < 200_000; i++) {
      ledger.append(new Run(4L * i, 3L * i, 3));
      if (i % 1000 == 0) {
        store(ledger, store);
      }
    }
    store(ledger, store);
    int stored = store.size();

    StoredLane lane = new StoredLane();
    store.values().forEach(lane::put);
    LaneLedger reloaded = lane.ledger();

    assertThat(reloaded.nextSource()).isEqualTo(ledger.nextSource());
    assertThat(reloaded.toTarget(4L * 190_000)).hasValue(3L * 190_000);
    assertThat(reloaded.toTarget(0)).isEmpty();
    assertThat(reloaded.sealedBytes()).isLessThanOrEqualTo(SealedSegments.HEAP_BYTES);
    assertThat(reloaded.checkpoint().forgotten()).isEmpty();

    reloaded.forgetBefore(Long.MAX_VALUE);

    assertThat(reloaded.checkpoint().forgotten()).hasSize(stored - 1);
  }

  @Test
  void shouldNotLeadAReaderAcrossASegmentThatIsMissing() {
    LaneLedger ledger = transactional(0, 4 * Segment.MAX_RUNS);
    List<Segment> segments = ledger.checkpoint().segments();
    StoredLane lane = new StoredLane();
    lane.put(segments.get(0));
    lane.put(segments.get(2));
    lane.put(segments.get(3));

    LaneLedger reloaded = lane.ledger();

    assertThat(reloaded.toTarget(segments.get(1).base())).isEmpty();
    assertThat(reloaded.toTarget(segments.get(2).base())).isPresent();
    assertThat(reloaded.toSource(0)).isEmpty();
    assertThat(reloaded.checkpoint().forgotten()).containsExactly(segments.get(0).base());
  }

  @Test
  void shouldNotJoinTheNewestSegmentToOneThatIsNotItsNeighbour() {
    List<Segment> segments = transactional(0, 4 * Segment.MAX_RUNS).checkpoint().segments();
    StoredLane lane = new StoredLane();
    lane.put(segments.get(0));
    lane.put(segments.get(1));
    lane.put(segments.get(3));

    LaneLedger reloaded = lane.ledger();

    assertThat(reloaded.toTarget(segments.get(1).base())).isEmpty();
    assertThat(reloaded.toTarget(segments.get(3).base())).isPresent();
    assertThat(reloaded.checkpoint().forgotten())
        .containsExactly(segments.get(0).base(), segments.get(1).base());
  }

  @Test
  void shouldPassOverWhatAFormerOwnerCutOtherwise() {
    List<Segment> present = transactional(0, 2 * Segment.MAX_RUNS).checkpoint().segments();
    LaneLedger former = LaneLedger.empty();
    former.begin(1000, 750);
    former.append(new Run(1000, 750, 3));
    StoredLane lane = new StoredLane();
    present.forEach(lane::put);
    lane.put(former.checkpoint().segments().getFirst());

    LaneLedger reloaded = lane.ledger();

    assertThat(reloaded.toTarget(4)).hasValue(3);
    assertThat(reloaded.toTarget(present.get(1).base())).isPresent();
    assertThat(reloaded.checkpoint().forgotten()).containsExactly(1000L);
  }

  @Test
  void shouldGoOnFromTheFarthestPositionWhenAFormerOwnerStoredLate() {
    LaneLedger former = transactional(0, Segment.MAX_RUNS + 1);
    LaneLedger present = LaneLedger.empty();
    present.begin(0, 0);
    present.append(new Run(0, 0, 100_000));
    StoredLane lane = new StoredLane();
    lane.put(present.checkpoint().segments().getFirst());
    lane.put(former.checkpoint().segments().getLast());

    LaneLedger reloaded = lane.ledger();

    assertThat(reloaded.nextSource()).isEqualTo(100_000);
    assertThat(reloaded.toTarget(7)).hasValue(7);
  }

  /** As a transactional source gives it: after each run of three records a marker. */
  private static LaneLedger transactional(long base, int runs) {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(base, 0);
    extend(ledger, runs);
    return ledger;
  }

  private static void extend(LaneLedger ledger, int runs) {
    long source = ledger.nextSource() == 0 ? 0 : ledger.nextSource() + 1;
    long target = Math.max(ledger.targetEnd(), 0);
    for (int i = 0; i < runs; i++) {
      ledger.append(new Run(source + 4L * i, target + 3L * i, 3));
    }
  }
}
