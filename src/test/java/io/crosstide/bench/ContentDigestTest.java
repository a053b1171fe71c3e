package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.bench.ContentDigest.Partition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentDigestTest {
  private static final ContentDigest SOURCE =
      new ContentDigest(Map.of(0, new Partition(5, "aa"), 1, new Partition(7, "bb")));

  @Test
  void shouldFindNothingBetweenEqualTopics() {
    assertThat(SOURCE.differences(new ContentDigest(SOURCE.partitions()))).isEmpty();
  }

  @Test
  void shouldNamePartitionsThatDiffer() {
    ContentDigest target = new ContentDigest(Map.of(0, new Partition(5, "cc")));

    assertThat(SOURCE.differences(target))
        .contains("partition 0: 5 records at the source, as many, but others")
        .contains("partition 1: 7 records at the source, no partition");
  }
}
