package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cShiftTest {
  @Test
  void shouldTellTheDifferenceOfTwoChecksumsFromTheDifferenceOfTheMessages() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] message = new byte[8 + random.nextInt(1 << random.nextInt(18))];
      random.nextBytes(message);
      int before = crc(message);
      long change = random.nextLong();
      ByteBuffer wrapped = ByteBuffer.wrap(message);
      wrapped.putLong(0, wrapped.getLong(0) ^ change);

      int difference =
          Crc32cShift.zeros(Crc32cShift.feed(0, change, Long.BYTES), message.length - Long.BYTES);

      assertThat(before ^ difference).as("seed %d", seed).isEqualTo(crc(message));
    }
  }

  @Test
  void shouldAppendInOneStepWhatTwoStepsAppend() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      int register = random.nextInt();
      int whole = i == 0 ? Integer.MAX_VALUE : random.nextInt(Integer.MAX_VALUE);
      int first = random.nextInt(whole);

      assertThat(Crc32cShift.zeros(Crc32cShift.zeros(register, first), whole - first))
          .as("%08x after %d and %d", register, first, whole - first)
          .isEqualTo(Crc32cShift.zeros(register, whole));
    }
  }

  @Test
  void shouldRefuseANegativeCount() {
    assertThatThrownBy(() -> Crc32cShift.zeros(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int crc(byte[] message) {
    CRC32C crc = new CRC32C();
    crc.update(message);
    return (int) crc.getValue();
  }
}
